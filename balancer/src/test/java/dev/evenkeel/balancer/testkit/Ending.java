package dev.evenkeel.balancer.testkit;

/** How far a peer's direction of a connection has come. */
public enum Ending {
    /** Not known to have ended. */
    OPEN,
    /** An orderly end of the stream. */
    END,
    /** Torn down by a reset. */
    RESET
}
