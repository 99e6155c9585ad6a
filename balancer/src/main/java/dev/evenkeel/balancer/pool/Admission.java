package dev.evenkeel.balancer.pool;

import dev.evenkeel.health.Trust;
import dev.evenkeel.health.Verdict;
import java.util.List;

/** How far the checks of a pool are believed at a moment. */
public enum Admission {
    /** Backends are used that pass their checks. */
    HEALTHY,
    /** None of those is up, so backends are used too that were not checked yet. */
    UNKNOWN_TOO,
    /** Panic: so many backends fail that the checks themselves are not believed. All are used, save those to be checked first. */
    ALL;

    /** Whether a backend of this verdict is used. */
    boolean admits(Verdict verdict) {
        return switch (verdict) {
            case UNCHECKED, PASSED -> true;
            case UNKNOWN -> this != HEALTHY;
            case FAILED -> this == ALL;
            case AWAITED -> false;
        };
    }

    /**
     * What these backends call for. Regular backends and backups are counted each by themselves, since either may serve
     * alone: there is panic only if the good ones of neither suffice.
     *
     * @param threshold the share of the weight, 0 to 1, that suffices
     */
    static Admission of(List<Backend> backends, double threshold) {
        Count regular = new Count();
        Count backups = new Count();
        for (Backend backend : backends) {
            if (backend.state() != BackendState.MAINTENANCE) {
                (backend.backup() ? backups : regular).add(backend);
            }
        }
        boolean suffices = regular.suffices(threshold) || backups.suffices(threshold);
        if (!suffices && threshold > 0 && regular.failed + backups.failed > 0) {
            return ALL;
        }
        return regular.up || backups.up ? HEALTHY : UNKNOWN_TOO;
    }

    /** The weights of the backends that the checks have judged. */
    private static final class Count {
        private long good;
        private long failed;

        /** Whether one can be used now. */
        private boolean up;

        void add(Backend backend) {
            var health = backend.health().status();
            switch (health.judgement().verdict()) {
                case UNCHECKED, PASSED -> {
                    good += backend.weight();
                    up |= backend.weight() > 0 && health.standing().trust() == Trust.FULL;
                }
                case FAILED -> failed += backend.weight();
                case UNKNOWN, AWAITED -> {}
            }
        }

        boolean suffices(double threshold) {
            return good > 0 && good >= threshold * (good + failed);
        }
    }
}
