package dev.evenkeel.health;

/** What a target is judged fit for, by its checks and by its use together. */
public enum Condition {
    /** May be used. */
    UP,
    /** Nobody knows yet: no check has ended. To be used only if nothing is up. */
    UNKNOWN,
    /** Its checks fail, or it has to pass one first. */
    DOWN,
    /** Left alone for a while, since it failed. */
    BACKING_OFF,
    /** Failed before; one use is under way to find out whether it works again. */
    ON_TRIAL
}
