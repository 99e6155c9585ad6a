package dev.evenkeel.health;

import java.util.ArrayList;
import java.util.List;

/**
 * A target's health at one moment, whole and immutable.
 *
 * @param judgement what its checks say
 * @param standing what its uses say
 * @param ejections how often it was ejected lately
 * @param reason why it is in its condition, as a phrase for people
 * @param sinceNanos when it came into its condition, or was found down anew, by the clock of the {@link HealthState}
 * @param transitions the last changes of the condition, the newest first, at most {@link HealthState#KEPT_TRANSITIONS}
 */
public record HealthStatus(
        Judgement judgement,
        Standing standing,
        Ejections ejections,
        String reason,
        long sinceNanos,
        List<Transition> transitions) {

    /** What the target is fit for: bad checks outweigh good uses, and bad uses outweigh good checks. */
    public Condition condition() {
        return switch (judgement.verdict()) {
            case FAILED, AWAITED, STILL_AWAITED -> Condition.DOWN;
            case UNKNOWN -> byTrust(Condition.UNKNOWN);
            case UNCHECKED, PASSED -> byTrust(Condition.UP);
        };
    }

    private Condition byTrust(Condition inFullTrust) {
        return switch (standing.trust()) {
            case BACKING_OFF -> Condition.BACKING_OFF;
            case ON_TRIAL -> Condition.ON_TRIAL;
            case FULL -> inFullTrust;
        };
    }

    /** Whether people want to hear of this status after the other: its condition is a new one, or it is down anew. */
    public boolean isNewsAfter(HealthStatus was) {
        Condition now = condition();
        return now != was.condition()
                || (now == Condition.DOWN
                        && judgement.verdict() != was.judgement().verdict());
    }

    /** Whether it was ejected between a status and this one, be it for the first time or once more after a failed trial. */
    public boolean isEjectionAfter(HealthStatus was) {
        return standing.ejected() && !ejections.equals(was.ejections);
    }

    /** How many times its back-off was set or lengthened since a use went well. */
    public int failures() {
        return standing.failures();
    }

    /** When its back-off ends, by the clock of the {@link HealthState}; without meaning in full trust. */
    public long retryAtNanos() {
        return standing.retryAtNanos();
    }

    /** Whether the next checks may change the condition, so that they are worth being made soon. */
    public boolean inDoubt() {
        return judgement.inDoubt() || standing.trust() != Trust.FULL;
    }

    HealthStatus judged(Judgement next) {
        return new HealthStatus(next, standing, ejections, reason, sinceNanos, transitions);
    }

    HealthStatus standing(Standing next) {
        return new HealthStatus(judgement, next, ejections, reason, sinceNanos, transitions);
    }

    HealthStatus ejected(Ejections next, Standing standingThen) {
        return new HealthStatus(judgement, standingThen, next, reason, sinceNanos, transitions);
    }

    /** This status as the successor of another: with the transition, if it is news. */
    HealthStatus after(HealthStatus was, String why, long now) {
        Condition from = was.condition();
        Condition to = condition();
        if (!isNewsAfter(was)) {
            return this;
        }
        boolean leftAlone = to == Condition.BACKING_OFF || to == Condition.ON_TRIAL;
        String told = leftAlone ? standing.reason() : why;
        List<Transition> kept = new ArrayList<>(HealthState.KEPT_TRANSITIONS);
        kept.add(new Transition(from, to, told, now));
        kept.addAll(transitions.subList(0, Math.min(transitions.size(), HealthState.KEPT_TRANSITIONS - 1)));
        return new HealthStatus(judgement, standing, ejections, told, now, List.copyOf(kept));
    }

    boolean sameTrustAndVerdict(HealthStatus other) {
        return judgement.verdict() == other.judgement.verdict() && standing.trust() == other.standing.trust();
    }
}
