package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

/**
 * By what a target is judged.
 *
 * @param rise checks that have to pass in a row until a target is up again; 1 or more
 * @param fall checks that have to fail in a row until a target is down; 1 or more
 * @param backoff how long a target is left alone that refuses connections
 * @param consecutiveFailures uses that have to fail in a row until a target is ejected, 1 or more; {@link #NEVER} for never
 * @param ejection how long an ejected target is left alone
 */
public record HealthRules(int rise, int fall, Backoff backoff, int consecutiveFailures, Backoff ejection) {
    /** A number of failures that is never reached. */
    public static final int NEVER = Integer.MAX_VALUE;

    public HealthRules {
        requirePositive(rise, "rise");
        requirePositive(fall, "fall");
        requireNonNull(backoff, "backoff");
        requirePositive(consecutiveFailures, "consecutiveFailures");
        requireNonNull(ejection, "ejection");
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
