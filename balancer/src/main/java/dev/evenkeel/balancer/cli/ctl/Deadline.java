package dev.evenkeel.balancer.cli.ctl;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** By when a command is to have ended. Begins when it is made. */
final class Deadline {
    private final long begun = System.nanoTime();
    private final @Nullable Duration limit;

    /**
     * @param limit null for none
     */
    Deadline(@Nullable Duration limit) {
        this.limit = limit;
    }

    boolean isOver() {
        return limit != null && left(limit).isZero();
    }

    /** How much of a wait is left before this is over. */
    Duration left(Duration wait) {
        if (limit == null) {
            return wait;
        }
        long left = Math.max(0, limit.toNanos() - (System.nanoTime() - begun));
        return left < wait.toNanos() ? Duration.ofNanos(left) : wait;
    }
}
