package dev.evenkeel.health;

import java.util.ArrayList;
import java.util.List;

/**
 * A target's health at one moment, whole and immutable.
 *
 * @param condition what the target is fit for
 * @param reason why it is in this condition, as a phrase for people
 * @param sinceNanos when it came into this condition, by the clock of the {@link HealthState}
 * @param failures how many times in a row its back-off was set or lengthened; 0 while up
 * @param retryAtNanos when its back-off ends, by the same clock; without meaning while up
 * @param transitions the last changes, the newest first, at most {@link HealthState#KEPT_TRANSITIONS}
 */
public record HealthStatus(
        Condition condition,
        String reason,
        long sinceNanos,
        int failures,
        long retryAtNanos,
        List<Transition> transitions) {

    HealthStatus to(Condition next, String why, long now, int nextFailures, long nextRetryAt) {
        List<Transition> kept = new ArrayList<>(HealthState.KEPT_TRANSITIONS);
        kept.add(new Transition(condition, next, why, now));
        kept.addAll(transitions.subList(0, Math.min(transitions.size(), HealthState.KEPT_TRANSITIONS - 1)));
        return new HealthStatus(next, why, now, nextFailures, nextRetryAt, List.copyOf(kept));
    }
}
