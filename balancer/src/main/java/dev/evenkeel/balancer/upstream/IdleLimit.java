package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.config.BackendKeepAliveConfig;
import dev.evenkeel.balancer.http1.BackendConnection;
import java.util.concurrent.TimeUnit;

/**
 * How long an unused connection to one backend may be kept: less than the backend itself keeps it, else a request is
 * sent into a connection that is being closed, which every proxy's users know as sporadic 502s.
 *
 * <p>The backend may announce its time in {@code Keep-Alive: timeout=}. One that does not is watched: the age at which it
 * closed a connection is remembered for a while, so that a restart, which closes connections of every age, is not held
 * against it for ever.
 */
final class IdleLimit {
    private static final long ANNOUNCED_MARGIN = TimeUnit.SECONDS.toNanos(1);
    private static final long SMALLEST_OBSERVATION = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MEMORY = TimeUnit.MINUTES.toNanos(5);

    private long observed = Long.MAX_VALUE;
    private long observedAt;

    /** Returns nanoseconds since the connection came to rest. */
    long of(BackendConnection connection, BackendKeepAliveConfig config, long now) {
        long limit = config.idleTimeout().toNanos();
        long announced = connection.announcedIdle();
        if (announced != Long.MAX_VALUE) {
            limit = Math.min(limit, announced - Math.min(ANNOUNCED_MARGIN, announced / 2));
        }
        if (observed != Long.MAX_VALUE && now - observedAt < MEMORY) {
            limit = Math.min(limit, observed - observed / 5);
        }
        return limit;
    }

    /** The backend closed a connection that was unused for this long. */
    void observed(long age, long now) {
        if (age < SMALLEST_OBSERVATION) {
            return;
        }
        boolean forgotten = now - observedAt >= MEMORY;
        if (forgotten || age <= observed) {
            observed = age;
            observedAt = now;
        }
    }
}
