package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Attempt;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Pool;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How long the backends of one pool took to begin their answers. */
final class PoolStats {
    /** Backends that left the pool are forgotten when there are more of them than this and than backends that stayed. */
    private static final int FORGOTTEN_AT_ONCE = 64;

    private final Pool pool;
    private final int loops;
    private final Latencies all;
    private final ConcurrentHashMap<String, Latencies> byBackend = new ConcurrentHashMap<>();

    PoolStats(Pool pool, int loops) {
        this.pool = pool;
        this.loops = loops;
        this.all = new Latencies(loops);
    }

    /** Counts an exchange that was over; only on its loop. */
    void record(Exchange exchange) {
        long firstByte = Durations.firstByte(exchange);
        Attempt attempt = exchange.lastAttempt();
        if (firstByte < 0 || attempt == null) {
            return;
        }
        int loop = exchange.loop().number();
        all.record(loop, firstByte);
        Latencies latencies = byBackend.get(attempt.backend());
        if (latencies == null) {
            latencies = added(attempt.backend());
        }
        latencies.record(loop, firstByte);
    }

    private Latencies added(String backend) {
        if (byBackend.size() > 2 * pool.snapshot().backends().size() + FORGOTTEN_AT_ONCE) {
            forgetGone();
        }
        return byBackend.computeIfAbsent(backend, id -> new Latencies(loops));
    }

    /** Forgets the backends that are no longer in the pool. */
    void forgetGone() {
        Set<String> present = new HashSet<>();
        for (Backend backend : pool.snapshot().backends()) {
            present.add(backend.id());
        }
        byBackend.keySet().retainAll(present);
    }

    /** Marks the end of an interval. */
    void turn() {
        forgetGone();
        all.turn();
        byBackend.values().forEach(Latencies::turn);
    }

    Pool pool() {
        return pool;
    }

    Latencies all() {
        return all;
    }

    /** Of one backend, or null if none of its answers was counted. */
    @Nullable
    Latencies of(String backend) {
        return byBackend.get(backend);
    }
}
