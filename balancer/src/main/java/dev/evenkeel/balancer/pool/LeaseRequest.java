package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.loop.Loop;
import java.util.Collection;

/**
 * One request that needs a backend, as its pool sees it. While it waits in the queue the answers stay the same, and may be
 * asked for from any thread.
 */
public interface LeaseRequest {
    /** The loop that owns the request, on which the queue's listener is called. */
    Loop loop();

    /** The backends already tried for it: not given again while another is eligible. Empty at the first try. */
    Collection<Backend> tried();

    /**
     * Whether it can be tried elsewhere if the backend proves to be down. A request without that is given to a backend that
     * failed before only if no other is up.
     */
    boolean retryInHand();

    /**
     * Whether it may be sent twice, should a backend fail with it in hand. One that may not is given to a backend that failed
     * before only if no other is up, or none that may was there to find out for some seconds.
     */
    boolean repeatable();
}
