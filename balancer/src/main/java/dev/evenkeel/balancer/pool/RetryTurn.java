package dev.evenkeel.balancer.pool;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.loop.Deadline;
import dev.evenkeel.balancer.loop.Loop;

/**
 * A request that waits until the retry budget has room: when a backend dies, all that it had under way wants another try at
 * the same moment. Asks again and again, in no order; belongs to one loop.
 */
public final class RetryTurn extends Deadline {
    private static final long STEP_NANOS = 10_000_000;

    private final RetryBudget budget;
    private final Loop loop;
    private final long end;
    private final Listener listener;

    /** Is told once how the wait ended, on the loop, unless it was cancelled. */
    public interface Listener {
        /** There is room, and it is taken. */
        void turnCame();

        /** There was none in time. */
        void turnMissed();
    }

    private RetryTurn(RetryBudget budget, Loop loop, long end, Listener listener) {
        this.budget = budget;
        this.loop = loop;
        this.end = end;
        this.listener = requireNonNull(listener, "listener");
    }

    /**
     * Begins a wait.
     *
     * @param end by the loop's clock
     */
    public static RetryTurn await(RetryBudget budget, Loop loop, long end, Listener listener) {
        RetryTurn turn = new RetryTurn(budget, loop, end, listener);
        loop.arm(turn, loop.now() + STEP_NANOS);
        return turn;
    }

    /** Ends the wait without a word to the listener. */
    public void cancel() {
        loop.disarm(this);
    }

    @Override
    protected long check(long now) {
        if (budget.tryAcquire()) {
            listener.turnCame();
            return NEVER;
        }
        if (now - end >= 0) {
            listener.turnMissed();
            return NEVER;
        }
        return now + STEP_NANOS;
    }
}
