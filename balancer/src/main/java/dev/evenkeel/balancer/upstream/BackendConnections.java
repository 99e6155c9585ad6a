package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.config.BackendKeepAliveConfig;
import dev.evenkeel.balancer.config.UpstreamConfig;
import dev.evenkeel.balancer.config.VerifyConfig;
import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unused connections of one event loop to one backend. The last used is the first to be used again, so that the warm
 * ones stay warm and those that a lower load does not need age out.
 */
final class BackendConnections implements BackendConnection.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(BackendConnections.class);

    /** How long a backend that keeps no connection is not verified, before it is tried again. */
    private static final long NOT_VERIFIED = TimeUnit.MINUTES.toNanos(1);

    private final Upstream upstream;
    private final Backend backend;
    private final ArrayDeque<BackendConnection> idle = new ArrayDeque<>();
    private final Set<BackendConnection> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ConnectAttempt> connecting = Collections.newSetFromMap(new IdentityHashMap<>(2));
    private final Set<Verification> verifying = Collections.newSetFromMap(new IdentityHashMap<>(2));
    private final IdleLimit limit = new IdleLimit();
    private @Nullable ConnectAhead ahead;
    private long verifyFrom;

    /** Whether it was seen to keep a connection after the answer to a verification. */
    private boolean keepsVerified;

    BackendConnections(Upstream upstream, Backend backend) {
        this.upstream = upstream;
        this.backend = backend;
        verifyFrom = upstream.loop().now();
    }

    Backend backend() {
        return backend;
    }

    Loop loop() {
        return upstream.loop();
    }

    @Override
    public UpstreamConfig config() {
        return upstream.config();
    }

    /** The last used connection, else one made ahead. */
    @Nullable
    BackendConnection take(boolean justUsed) {
        BackendConnection used = takeUsed(justUsed);
        return used != null || config().connectAhead() == 0 ? used : ahead().take(justUsed);
    }

    private @Nullable BackendConnection takeUsed(boolean justUsed) {
        long now = upstream.loop().now();
        BackendKeepAliveConfig keepAlive = config().keepAlive();
        while (true) {
            BackendConnection connection = idle.peekLast();
            if (connection == null) {
                return null;
            }
            long age = now - connection.restingSince();
            boolean usable = keepAlive.enabled() && connection.alive() && age < limit.of(connection, keepAlive, now);
            if (usable && justUsed && age > keepAlive.unsafeReuseWithin().toNanos()) {
                return null;
            }
            remove(connection);
            if (usable) {
                return connection;
            }
            connection.closeIfResting();
        }
    }

    /** One that only was verified is left to its verification. */
    @Override
    public void released(BackendConnection connection, boolean reusable) {
        if (!connection.unused()) {
            keep(connection, reusable);
        }
    }

    /** Keeps a connection that is at rest, or closes it. */
    void keep(BackendConnection connection, boolean reusable) {
        BackendKeepAliveConfig keepAlive = config().keepAlive();
        boolean kept =
                reusable && keepAlive.enabled() && backend.state() == BackendState.READY && keepAlive.maxIdle() > 0;
        if (!kept) {
            connection.closeIfResting();
            return;
        }
        makeRoom(keepAlive.maxIdle());
        idle.addLast(connection);
        backend.counters().idleChanged(1);
        connection.restUntil(connection.restingSince()
                + limit.of(connection, keepAlive, upstream.loop().now()));
    }

    /**
     * The longest unused go first. Were the newest turned away instead, old ones that no request may use any more would
     * hold all places, and each request would need a connection of its own.
     */
    private void makeRoom(int most) {
        while (idle.size() >= most) {
            BackendConnection oldest = idle.removeFirst();
            backend.counters().idleChanged(-1);
            oldest.closeIfResting();
        }
    }

    /** A connection is being made. */
    void begun(ConnectAttempt attempt) {
        connecting.add(attempt);
    }

    /** A connection is made, or will not be. */
    void over(ConnectAttempt attempt) {
        connecting.remove(attempt);
    }

    /** A connection was made: it is handed over, once it is verified if the settings ask for that. */
    void opened(BackendConnection connection, ConnectListener listener) {
        backend.counters().connected();
        open.add(connection);
        VerifyConfig verify = config().verify();
        if (verify == null || loop().now() < verifyFrom) {
            listener.connected(connection);
            return;
        }
        Verification verification = new Verification(this, connection, verify, listener);
        verifying.add(verification);
        verification.begin();
    }

    /**
     * The backend answered as it should. Some close the connection then without having said so, a moment later, so the first
     * time that is waited for: a request that may not be repeated would be lost on it.
     */
    void answered(Verification verification, BackendConnection connection) {
        backend.counters().verified(true);
        if (connection.alive() && !keepsVerified) {
            verification.watch();
        } else {
            verified(verification, connection);
        }
    }

    /** The answer was had, and the connection watched if need be. */
    void verified(Verification verification, BackendConnection connection) {
        verifying.remove(verification);
        keepsVerified = connection.alive();
        if (keepsVerified) {
            verification.listener().connected(connection);
            return;
        }
        verifyFrom = loop().now() + NOT_VERIFIED;
        if (backend.foundToKeepNone()) {
            LOG.warn(
                    "Backend {} closed the connection after it answered {}, so requests go to it on connections that are"
                            + " not verified. Let verify ask for something after which it keeps the connection, such as"
                            + " GET of a small page",
                    backend,
                    verification.answered());
        }
        upstream.connect(backend, verification.listener());
    }

    void closedUnanswered() {
        keepsVerified = false;
    }

    /**
     * The backend did not answer as it should.
     *
     * @param what the end of a sentence whose subject is the backend
     */
    void unverified(Verification verification, String what) {
        verifying.remove(verification);
        backend.counters().verified(false);
        verification
                .listener()
                .connectFailed(BackendFailure.UNVERIFIED, backend.address() + " took the connection, but " + what);
    }

    /** Fills the stock of connections made ahead. */
    void fillAhead() {
        if (config().connectAhead() > 0) {
            ahead().fillSoon();
        }
    }

    private ConnectAhead ahead() {
        ConnectAhead stock = ahead;
        if (stock == null) {
            stock = new ConnectAhead(upstream, backend);
            ahead = stock;
        }
        return stock;
    }

    @Override
    public void closed(BackendConnection connection, boolean abandoned) {
        open.remove(connection);
        long now = upstream.loop().now();
        if (remove(connection) && abandoned) {
            limit.observed(now - connection.restingSince(), now);
        }
        if (ahead != null) {
            ahead.closed(connection, abandoned);
        }
        forgetIfGone();
    }

    private void forgetIfGone() {
        if (open.isEmpty() && backend.state() == BackendState.GONE) {
            upstream.forget(backend);
        }
    }

    @Override
    public void transferred(long sent, long received) {
        backend.counters().sent(sent);
        backend.counters().received(received);
    }

    /**
     * Ends the exchanges under way. Those that have no connection yet, or none that is verified, go elsewhere.
     *
     * @param count is told how many exchanges are cut, just before they are
     */
    void cut(String reason, IntConsumer count) {
        List.copyOf(connecting).forEach(ConnectAttempt::withdraw);
        List.copyOf(verifying).forEach(this::withdraw);
        List<BackendConnection> busy =
                open.stream().filter(BackendConnection::busy).toList();
        count.accept(busy.size());
        busy.forEach(connection -> connection.cut(reason));
    }

    private void withdraw(Verification verification) {
        verifying.remove(verification);
        verification.withdraw();
    }

    /** Closes all that no request uses or waits for. */
    void closeIdle() {
        for (BackendConnection connection = idle.peekLast(); connection != null; connection = idle.peekLast()) {
            remove(connection);
            connection.closeIfResting();
        }
        if (ahead != null) {
            closeAhead(ahead);
        }
        forgetIfGone();
    }

    private void closeAhead(ConnectAhead stock) {
        stock.close();
        for (Verification verification : List.copyOf(verifying)) {
            if (verification.listener().equals(stock)) {
                withdraw(verification);
            }
        }
    }

    private boolean remove(BackendConnection connection) {
        if (!idle.removeLastOccurrence(connection)) {
            return false;
        }
        backend.counters().idleChanged(-1);
        return true;
    }
}
