package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.RetryBudgetConfig;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Bounds the retries under way at one time to a share of the requests under way, so that a failing pool is not buried under
 * the repetitions of what it failed. A few are always allowed. Safe from any thread, without locks.
 */
public final class RetryBudget {
    private volatile RetryBudgetConfig config;
    private final LongSupplier active;
    private final AtomicInteger underWay = new AtomicInteger();

    RetryBudget(RetryBudgetConfig config, LongSupplier active) {
        this.config = config;
        this.active = active;
    }

    void reconfigure(RetryBudgetConfig next) {
        config = next;
    }

    /** Takes leave for one retry; if true, {@link #release} has to follow when the retry is over. */
    public boolean tryAcquire() {
        while (true) {
            int taken = underWay.get();
            if (taken >= limit()) {
                return false;
            }
            if (underWay.compareAndSet(taken, taken + 1)) {
                return true;
            }
        }
    }

    /** Gives back what one {@link #tryAcquire} took. */
    public void release() {
        underWay.decrementAndGet();
    }

    /** Whether there are retries at all just now, if perhaps no room for one more. */
    public boolean allowsAny() {
        return limit() > 0;
    }

    /** Retries under way. */
    public int underWay() {
        return underWay.get();
    }

    private long limit() {
        RetryBudgetConfig now = config;
        return Math.max(now.minimum(), (long) (now.share() * active.getAsLong()));
    }
}
