package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * What becomes of a backend that refuses connections: it is left alone, each time for twice as long.
 *
 * @param backoffInitial how long at first; above zero
 * @param backoffMax how long at most; not below {@code backoffInitial}
 */
public record HealthConfig(Duration backoffInitial, Duration backoffMax) {}
