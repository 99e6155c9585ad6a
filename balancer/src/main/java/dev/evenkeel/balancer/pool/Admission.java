package dev.evenkeel.balancer.pool;

import dev.evenkeel.health.Verdict;

/** How far the checks of a pool are believed at a moment. */
public enum Admission {
    /** Backends are used that pass their checks. */
    HEALTHY,
    /** None of those is up, so backends are used too that were not checked yet. */
    UNKNOWN_TOO,
    /** Panic: so many backends fail that the checks themselves are not believed. All are used, save those that have to pass one first. */
    ALL;

    /** Whether a backend of this verdict is used. */
    boolean admits(Verdict verdict) {
        return switch (verdict) {
            case UNCHECKED, PASSED -> true;
            case UNKNOWN -> this != HEALTHY;
            case FAILED -> this == ALL;
            case AWAITED, STILL_AWAITED -> false;
        };
    }
}
