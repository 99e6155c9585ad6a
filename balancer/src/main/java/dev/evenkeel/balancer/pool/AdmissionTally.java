package dev.evenkeel.balancer.pool;

import dev.evenkeel.health.HealthStatus;
import dev.evenkeel.health.Trust;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what speaks for each {@link Admission}, backend by backend as they change, so that nobody has to look at all of
 * them. Regular backends and backups are counted each by themselves, since either may serve alone. For one thread.
 */
final class AdmissionTally {
    private final IdentityHashMap<Backend, Vote> votes = new IdentityHashMap<>();
    private final Count regular = new Count();
    private final Count backups = new Count();

    /** How a backend counts: the weight that its checks speak for or against, and whether it can be used now. */
    private record Vote(boolean backup, long good, long failed, boolean up) {
        static @Nullable Vote of(Backend backend) {
            if (backend.state() == BackendState.MAINTENANCE) {
                return null;
            }
            HealthStatus health = backend.health().status();
            int weight = backend.weight();
            return switch (health.judgement().verdict()) {
                case UNCHECKED, PASSED ->
                    new Vote(
                            backend.backup(),
                            weight,
                            0,
                            weight > 0 && health.standing().trust() == Trust.FULL);
                case FAILED -> new Vote(backend.backup(), 0, weight, false);
                case UNKNOWN, AWAITED, STILL_AWAITED -> null;
            };
        }
    }

    private static final class Count {
        private long good;
        private long failed;

        /** How many can be used now. */
        private int up;

        void add(Vote vote, int sign) {
            good += sign * vote.good();
            failed += sign * vote.failed();
            up += vote.up() ? sign : 0;
        }

        boolean suffices(double threshold) {
            return good > 0 && good >= threshold * (good + failed);
        }
    }

    /** Counts a backend as it is now, in place of as it was. */
    void count(Backend backend) {
        replace(backend, Vote.of(backend));
    }

    /** Counts a backend no more. */
    void forget(Backend backend) {
        replace(backend, null);
    }

    private void replace(Backend backend, @Nullable Vote vote) {
        Vote before = vote == null ? votes.remove(backend) : votes.put(backend, vote);
        if (before != null) {
            countOf(before).add(before, -1);
        }
        if (vote != null) {
            countOf(vote).add(vote, 1);
        }
    }

    private Count countOf(Vote vote) {
        return vote.backup() ? backups : regular;
    }

    /**
     * What the backends call for: panic only if the good ones of neither the regular ones nor the backups suffice.
     *
     * @param threshold the share of the weight, 0 to 1, that suffices
     */
    Admission result(double threshold) {
        boolean suffices = regular.suffices(threshold) || backups.suffices(threshold);
        if (!suffices && threshold > 0 && regular.failed + backups.failed > 0) {
            return Admission.ALL;
        }
        return regular.up > 0 || backups.up > 0 ? Admission.HEALTHY : Admission.UNKNOWN_TOO;
    }
}
