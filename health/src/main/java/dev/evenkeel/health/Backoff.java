package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a failing target is left alone: {@code initial} after its first failure, doubled by each further one, never
 * longer than {@code max}.
 *
 * <p>Each delay is spread by up to a fifth either way, so that the many who lost the same target do not return to it in
 * step.
 *
 * @param initial the delay after the first failure; positive
 * @param max the longest delay; no shorter than {@code initial}
 */
public record Backoff(Duration initial, Duration max) {
    private static final double SPREAD = 0.2;

    public Backoff {
        requireNonNull(initial, "initial");
        requireNonNull(max, "max");
        if (initial.isZero() || initial.isNegative()) {
            throw new IllegalArgumentException("initial: " + initial + " (expected: more than 0)");
        }
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("max: " + max + " (expected: " + initial + " or more)");
        }
    }

    /**
     * The delay after a number of failures in a row.
     *
     * @param failures 1 or more
     * @param random evenly drawn from 0 (inclusive) to 1 (exclusive)
     * @return nanoseconds, from 1 to {@code max}
     */
    long delayNanos(int failures, double random) {
        double delay = Math.scalb((double) initial.toNanos(), Math.min(failures - 1, Long.SIZE));
        double longest = max.toNanos();
        double spread = Math.min(delay, longest) * (1 - SPREAD + 2 * SPREAD * random);
        return (long) Math.max(1, Math.min(spread, longest));
    }
}
