package dev.evenkeel.balancer.control;

import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.event.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows the configuration. Called by one thread, which may block. */
public interface Reconfigurable {

    /**
     * Takes over a configuration; touches only what differs from the one before.
     *
     * @param origin who wishes so
     * @return what needs a restart, a sentence each
     * @throws IOException if an address cannot be bound or a file not be read; then nothing has changed
     */
    List<String> apply(EvenkeelConfig next, Origin origin) throws IOException;

    /** Lets go of what was removed and is not in use any more; to be called now and then. */
    void tidy();

    /** What {@link #apply} would change, a sentence each. */
    List<String> plan(EvenkeelConfig next);

    /**
     * Follows a backend that takes no more requests until its last one is over.
     *
     * @param pool a pool of the configuration
     * @param backend a backend, or the entry with a host name, which stands for all its addresses
     * @param deadline how long those under way may take; null for as long as they like
     * @return one with nothing to wait for if there is no such backend
     */
    Drain drain(String pool, String backend, @Nullable Duration deadline);
}
