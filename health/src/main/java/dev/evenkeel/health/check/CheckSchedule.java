package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a target is checked.
 *
 * @param interval from the beginning of a check to that of the next
 * @param fastInterval the same while the state of the target is in doubt; taken for {@code interval} if that is shorter
 * @param timeout how long a check may take
 */
public record CheckSchedule(Duration interval, Duration fastInterval, Duration timeout) {
    public CheckSchedule {
        requirePositive(interval, "interval");
        requirePositive(fastInterval, "fastInterval");
        requirePositive(timeout, "timeout");
    }

    private static void requirePositive(Duration value, String name) {
        requireNonNull(value, name);
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }

    long nanos(boolean inDoubt) {
        long normal = interval.toNanos();
        return inDoubt ? Math.min(normal, fastInterval.toNanos()) : normal;
    }
}
