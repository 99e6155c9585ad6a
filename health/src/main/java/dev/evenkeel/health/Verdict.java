package dev.evenkeel.health;

/** What the checks of a target say of it. */
public enum Verdict {
    /** No check was ended, or there are none: the target is taken for good until checks fail. */
    UNCHECKED,
    /** No check was ended: the target is to be used only if nothing is up. */
    UNKNOWN,
    /** No check was ended: the target is not to be used before it passed one. */
    AWAITED,
    /** The first checks failed, and the target was not up yet: it is still not to be used before enough of them passed. */
    STILL_AWAITED,
    /** The checks pass. */
    PASSED,
    /** The checks fail. */
    FAILED
}
