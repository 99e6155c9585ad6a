package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

/**
 * What the uses of a target amount to.
 *
 * @param trust whether it may be used
 * @param reason why, as a phrase for people
 * @param failures how many times its back-off was set or lengthened since a use went well
 * @param retryAtNanos when its back-off ends, by the clock of the {@link HealthState}; without meaning in full trust
 * @param ejected whether it is left alone because too many uses failed, and not because it refused a connection
 */
public record Standing(Trust trust, String reason, int failures, long retryAtNanos, boolean ejected) {
    public Standing {
        requireNonNull(trust, "trust");
        requireNonNull(reason, "reason");
    }

    static Standing full(String reason) {
        return new Standing(Trust.FULL, reason, 0, 0, false);
    }

    /** In full trust by a check that passed, which does not vouch for uses: the next back-off is longer than this one. */
    Standing restored(String why) {
        return new Standing(Trust.FULL, why, ejected ? 0 : failures, 0, false);
    }

    Standing notEjected() {
        return new Standing(trust, reason, failures, retryAtNanos, false);
    }

    Standing onTrial() {
        return new Standing(Trust.ON_TRIAL, reason, failures, retryAtNanos, ejected);
    }

    Standing backAgain(String why) {
        return new Standing(Trust.BACKING_OFF, why, failures, retryAtNanos, ejected);
    }

    Standing longer(String why, long retryAt) {
        return new Standing(Trust.BACKING_OFF, why, failures + 1, retryAt, ejected);
    }

    boolean dueAt(long now) {
        return retryAtNanos - now <= 0;
    }
}
