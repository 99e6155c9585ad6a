package dev.evenkeel.balancer;

import java.time.Duration;

/**
 * What a shutdown cost.
 *
 * @param took from the request to stop until everything had stopped
 * @param cutConnections connections that were still in use when the time allowed was over
 */
public record ShutdownSummary(Duration took, int cutConnections) {
    @Override
    public String toString() {
        String time = "stopped after " + took.toMillis() + " ms";
        return cutConnections == 0
                ? time + ", nothing was cut"
                : time + ", " + cutConnections + " connections in use were cut";
    }
}
