package dev.evenkeel.balancer.pool;

/** Where a backend is in its life. */
public enum BackendState {
    /** Takes requests, if it is healthy. */
    READY,
    /** Takes no more requests, and finishes those that it has; or taken out of its pool, and not yet done with them. */
    DRAINING,
    /** As draining, and not checked: somebody works on it. */
    MAINTENANCE,
    /** Out of its pool, without requests. */
    GONE
}
