package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.config.BackendKeepAliveConfig;
import dev.evenkeel.balancer.config.UpstreamConfig;
import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The unused connections of one event loop to one backend. The last used is the first to be used again, so that the warm
 * ones stay warm and those that a lower load does not need age out.
 */
final class BackendConnections implements BackendConnection.Owner {
    private final Upstream upstream;
    private final Backend backend;
    private final ArrayDeque<BackendConnection> idle = new ArrayDeque<>();
    private final Set<BackendConnection> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdleLimit limit = new IdleLimit();

    BackendConnections(Upstream upstream, Backend backend) {
        this.upstream = upstream;
        this.backend = backend;
    }

    @Override
    public UpstreamConfig config() {
        return upstream.config();
    }

    @Nullable
    BackendConnection take(boolean justUsed) {
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

    @Override
    public void released(BackendConnection connection, boolean reusable) {
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

    /** A connection was made. */
    void opened(BackendConnection connection) {
        open.add(connection);
    }

    @Override
    public void closed(BackendConnection connection, boolean abandoned) {
        open.remove(connection);
        long now = upstream.loop().now();
        if (remove(connection) && abandoned) {
            limit.observed(now - connection.restingSince(), now);
        }
        if (open.isEmpty() && backend.state() == BackendState.GONE) {
            upstream.forget(backend);
        }
    }

    @Override
    public void transferred(long sent, long received) {
        backend.counters().sent(sent);
        backend.counters().received(received);
    }

    /** Ends the exchanges under way. */
    void cut(String reason) {
        List.copyOf(open).forEach(connection -> connection.cut(reason));
    }

    void closeIdle() {
        for (BackendConnection connection = idle.peekLast(); connection != null; connection = idle.peekLast()) {
            remove(connection);
            connection.closeIfResting();
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
