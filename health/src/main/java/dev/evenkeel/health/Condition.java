package dev.evenkeel.health;

/** What a target is judged fit for. */
public enum Condition {
    /** May be used. */
    UP,
    /** Left alone for a while, since it failed. */
    BACKING_OFF,
    /** Failed before; one use is under way to find out whether it works again. */
    ON_TRIAL
}
