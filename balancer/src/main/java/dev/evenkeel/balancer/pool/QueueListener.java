package dev.evenkeel.balancer.pool;

/**
 * Hears how a wait in a pool's queue ends: one call, on the loop of the request, never from within {@link Pool#enqueue}.
 * After {@link Waiter#cancel} there is none.
 */
public interface QueueListener {
    /** A backend has room. The lease is now the listener's to close. */
    void leased(Lease lease);

    /** The queue is full, or has no length. */
    void full();

    /** No backend had room in time. */
    void timedOut();
}
