package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * How long something is left alone that failed: each time for twice as long.
 *
 * @param initial how long at first; above zero
 * @param max how long at most; not below {@code initial}
 */
public record BackoffConfig(Duration initial, Duration max) {}
