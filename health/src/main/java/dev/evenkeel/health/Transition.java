package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

/**
 * One change of a target's condition.
 *
 * @param from the condition before
 * @param to the condition after
 * @param reason why, as a phrase for people
 * @param atNanos when, by the clock of the {@link HealthState}
 */
public record Transition(Condition from, Condition to, String reason, long atNanos) {
    public Transition {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(reason, "reason");
    }
}
