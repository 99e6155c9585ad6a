package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * What the daemon runs on.
 *
 * @param threads event loops, 1 or more; {@code auto} in the file has become the number of processors
 * @param transport how the kernel is asked for events
 * @param shutdownTimeout how long requests under way may take to finish at shutdown; may be zero
 * @param reloadOnChange whether the configuration is reloaded when its files change
 */
public record RuntimeConfig(int threads, Transport transport, Duration shutdownTimeout, boolean reloadOnChange) {

    /** How the kernel is asked for events. */
    public enum Transport {
        /** The best that works here: epoll, else io_uring, else NIO. */
        AUTO,
        IO_URING,
        EPOLL,
        NIO
    }
}
