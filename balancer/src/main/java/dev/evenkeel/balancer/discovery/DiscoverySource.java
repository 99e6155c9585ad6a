package dev.evenkeel.balancer.discovery;

import java.util.List;

/**
 * Finds out which backends there are, and tells about each change with the whole set. Errors never end it: the last good
 * set stays in force until there is a better one.
 */
public interface DiscoverySource extends AutoCloseable {
    /** Begins to look; called once. Does not wait: the first set may come during the call or much later. */
    void start(Listener listener);

    /** Stops looking; the listener hears nothing that is found later. */
    @Override
    void close();

    /** Hears what a source finds; calls come one at a time, from any thread. */
    interface Listener {
        /** These are all the backends now, in their order. */
        void discovered(List<BackendSpec> backends);

        /**
         * The source could not look, and will try again; what it found before still holds.
         *
         * @param reason for people, with the name of what could not be found
         */
        void failed(String reason);
    }
}
