package dev.evenkeel.health;

/** What those who use a target made of it. */
public enum Trust {
    /** It works, as far as they know. */
    FULL,
    /** It failed and is left alone for a while. */
    BACKING_OFF,
    /** It failed; one use is under way to find out whether it works again. */
    ON_TRIAL
}
