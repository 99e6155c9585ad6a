package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Deadline;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small stock of connections to one backend that were made before a request needs them. The newest is used first.
 *
 * <p>It is filled up after the request that took from it is on its way, and only while the backend takes requests. One that
 * fails to be made, or to be verified, counts against the backend as a client's would: so a backend that hangs is often found
 * out before a client comes. After that the next request that gets a connection begins to fill it again.
 *
 * <p>A connection that nobody used in the time that the backend keeps it is replaced, but not within {@value #PAUSE_SECONDS}
 * seconds of its making: a backend that closes unused connections at once is not called again and again.
 */
final class ConnectAhead extends Deadline implements ConnectListener {
    private static final int PAUSE_SECONDS = 5;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);

    /** No server that is known to us gives a client less than this for its first request. */
    private static final long YOUNG = TimeUnit.SECONDS.toNanos(2);

    private final Upstream upstream;
    private final Backend backend;
    private final ArrayDeque<BackendConnection> ready = new ArrayDeque<>();

    /** Apart from that of used connections: for the first request many servers wait longer, or not as long. */
    private final IdleLimit limit = new IdleLimit();

    private int connecting;
    private boolean fillPending;

    ConnectAhead(Upstream upstream, Backend backend) {
        this.upstream = upstream;
        this.backend = backend;
    }

    /**
     * Takes a connection out of the stock.
     *
     * @param asNew whether it must be as good as a new one, for a request that may not be repeated
     * @return null if there is none that is young enough
     */
    @Nullable
    BackendConnection take(boolean asNew) {
        fillSoon();
        long now = upstream.loop().now();
        for (BackendConnection newest = ready.peekLast(); newest != null; newest = ready.peekLast()) {
            long age = now - newest.restingSince();
            boolean usable =
                    newest.alive() && age < limit.of(newest, upstream.config().keepAlive(), now);
            if (usable && asNew && age > young()) {
                return null;
            }
            remove(newest);
            if (usable) {
                backend.counters().aheadUsed();
                return newest;
            }
            newest.closeIfResting();
        }
        return null;
    }

    /** A connection that was verified is a kept one to the backend, and it may close it soon. */
    private long young() {
        return upstream.config().verify() == null
                ? YOUNG
                : upstream.config().keepAlive().unsafeReuseWithin().toNanos();
    }

    /** Fills the stock up when what the loop is at now is done. */
    void fillSoon() {
        if (!fillPending) {
            fillPending = true;
            upstream.loop().eventLoop().execute(this::fill);
        }
    }

    private void fill() {
        fillPending = false;
        upstream.loop().touch();
        int missing = upstream.config().connectAhead() - ready.size() - connecting;
        for (int i = 0; i < missing && backend.available(); i++) {
            connecting++;
            upstream.connect(backend, this);
        }
    }

    @Override
    public void connected(BackendConnection connection) {
        connecting--;
        if (backend.state() != BackendState.READY) {
            connection.closeIfResting();
            return;
        }
        ready.addLast(connection);
        backend.counters().aheadChanged(1);
        long now = upstream.loop().now();
        connection.restUntil(connection.restingSince()
                + limit.of(connection, upstream.config().keepAlive(), now));
    }

    @Override
    public void connectFailed(BackendFailure failure, String reason) {
        connecting--;
        backend.health().connectFailed(reason);
    }

    @Override
    public void withdrawn() {
        connecting--;
    }

    /**
     * A connection is closed.
     *
     * @param byBackend whether the backend closed it while it was at rest
     */
    void closed(BackendConnection connection, boolean byBackend) {
        if (!remove(connection)) {
            return;
        }
        long now = upstream.loop().now();
        long age = now - connection.restingSince();
        if (byBackend) {
            limit.observed(age, now);
        }
        upstream.loop().arm(this, now + Math.max(0, PAUSE - age));
    }

    @Override
    protected long check(long now) {
        fill();
        return NEVER;
    }

    /** Closes what is there. */
    void close() {
        upstream.loop().disarm(this);
        for (BackendConnection one = ready.peekLast(); one != null; one = ready.peekLast()) {
            remove(one);
            one.closeIfResting();
        }
    }

    private boolean remove(BackendConnection connection) {
        if (!ready.removeLastOccurrence(connection)) {
            return false;
        }
        backend.counters().aheadChanged(-1);
        return true;
    }
}
