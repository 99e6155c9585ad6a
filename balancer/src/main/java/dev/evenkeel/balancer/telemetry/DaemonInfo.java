package dev.evenkeel.balancer.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What stays the same as long as the daemon runs.
 *
 * @param version of Evenkeel
 * @param transport how the kernel is asked for events: {@code io_uring}, {@code epoll} or {@code nio}
 * @param loopThreads the ids of the threads of the event loops that serve clients, one or more
 * @param startedAt when it began
 */
public record DaemonInfo(String version, String transport, List<Long> loopThreads, Instant startedAt) {
    public DaemonInfo {
        requireNonNull(version, "version");
        requireNonNull(transport, "transport");
        requireNonNull(startedAt, "startedAt");
        loopThreads = List.copyOf(loopThreads);
        if (loopThreads.isEmpty()) {
            throw new IllegalArgumentException("loopThreads: none (expected: 1 or more)");
        }
    }

    /** How many event loops serve clients. */
    public int loops() {
        return loopThreads.size();
    }
}
