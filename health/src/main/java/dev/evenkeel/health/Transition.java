package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

/**
 * One change of a target's condition. Only of one that is down it may be the same: down for another reason, as when the first
 * check that is awaited fails.
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
