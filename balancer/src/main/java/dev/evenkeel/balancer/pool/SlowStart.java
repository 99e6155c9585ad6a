package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.policy.Candidate;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets the share of a backend grow that came back or was added: from a tenth of its weight to all of it, in ten equal steps.
 * The shares of the others are not touched. Only on the loop of the pool's health.
 */
final class SlowStart {
    private final Pool pool;
    private final EventLoop loop;
    private final IdentityHashMap<Backend, Future<?>> steps = new IdentityHashMap<>();
    private Duration duration = Duration.ZERO;

    SlowStart(Pool pool, EventLoop loop) {
        this.pool = pool;
        this.loop = loop;
    }

    /** How long it takes from now on; zero for no slow start. Those under way go on as they began. */
    void duration(Duration next) {
        duration = next;
    }

    /** Begins the slow start of a backend, once more if it is in one. */
    void begin(Backend backend) {
        Future<?> before = steps.remove(backend);
        if (before != null) {
            before.cancel(false);
        }
        if (duration.isZero()) {
            set(backend, Candidate.FULL_WEIGHT);
            return;
        }
        set(backend, 1);
        long step = Math.max(1, duration.toNanos() / Candidate.FULL_WEIGHT);
        steps.put(backend, loop.scheduleAtFixedRate(() -> grow(backend), step, step, TimeUnit.NANOSECONDS));
    }

    private void grow(Backend backend) {
        int next = backend.healthDetails().warmth() + 1;
        set(backend, next);
        if (next >= Candidate.FULL_WEIGHT) {
            Future<?> timer = steps.remove(backend);
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    private void set(Backend backend, int tenths) {
        if (backend.healthDetails().warmth() != tenths) {
            backend.healthDetails().warmth(tenths);
            pool.healthChanged(backend);
        }
    }
}
