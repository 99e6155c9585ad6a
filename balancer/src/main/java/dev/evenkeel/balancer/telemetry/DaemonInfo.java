package dev.evenkeel.balancer.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What stays the same as long as the daemon runs.
 *
 * @param version of Evenkeel
 * @param transport how the kernel is asked for events: {@code io_uring}, {@code epoll} or {@code nio}
 * @param loops event loops that serve clients, 1 or more
 * @param startedAt when it began
 */
public record DaemonInfo(String version, String transport, int loops, Instant startedAt) {
    public DaemonInfo {
        requireNonNull(version, "version");
        requireNonNull(transport, "transport");
        requireNonNull(startedAt, "startedAt");
        if (loops < 1) {
            throw new IllegalArgumentException("loops: " + loops + " (expected: 1 or more)");
        }
    }
}
