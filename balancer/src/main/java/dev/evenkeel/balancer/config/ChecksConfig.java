package dev.evenkeel.balancer.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every backend of a pool is asked, how often, and what follows.
 *
 * @param kind what is asked
 * @param timing when
 * @param rise passes in a row until a backend is up again, 1 or more
 * @param fall failures in a row until it is down, 1 or more
 * @param initial what it is taken for until its first check ends
 * @param port where it is asked, 1 to 65535; null for the port of the traffic. A Unix-domain
 *     socket has none and is asked itself
 */
public record ChecksConfig(
        CheckKind kind,
        CheckTimingConfig timing,
        int rise,
        int fall,
        Initial initial,
        @Nullable Integer port) {

    /** What a backend is taken for of which nothing is known yet. */
    public enum Initial {
        /** Gets requests. */
        UP,
        /** Gets none before it passed a check. */
        DOWN,
        /** Gets requests only if no other is up. */
        UNKNOWN
    }

    /**
     * When backends are asked.
     *
     * @param interval from one check to the next
     * @param fastInterval the same while the state of the backend is in doubt
     * @param timeout how long a check may take
     * @param maxConcurrent most checks of the pool at once, 1 or more
     */
    public record CheckTimingConfig(Duration interval, Duration fastInterval, Duration timeout, int maxConcurrent) {}
}
