package dev.evenkeel.balancer.pool;

/** Where a backend is in its life. */
public enum BackendState {
    /** Takes requests, if it is healthy. */
    READY,
    /** Taken out of its pool; finishes the requests that it has. */
    DRAINING,
    /** Out of its pool, without requests. */
    GONE
}
