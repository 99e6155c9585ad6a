package dev.evenkeel.balancer.pool;

import java.util.List;

/** Hears which backends of a pool begin to take requests and which no longer do, once that is so. */
public interface MembershipListener {
    /**
     * Called on the thread that changed the pool, one call at a time.
     *
     * @param came new in the pool, or ready again
     * @param left out of the pool, draining, or in maintenance
     */
    void membersChanged(List<Backend> came, List<Backend> left);
}
