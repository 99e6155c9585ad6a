package dev.evenkeel.balancer.pool;

/** Why a backend cannot take one more request now, without a trial. */
public enum Obstacle {
    /** Nothing: it can. */
    NONE,
    /** It is draining, in maintenance or gone. */
    NOT_READY,
    /** Its weight is 0. */
    NO_WEIGHT,
    /** Its health, as far as it is believed. */
    HEALTH,
    /** It has as many requests as it may have. */
    FULL
}
