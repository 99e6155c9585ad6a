package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * How host names of backends are looked up.
 *
 * @param minTtl an answer is kept at least this long, whatever its TTL says; above zero
 * @param maxTtl an answer is kept at most this long; not below {@code minTtl}
 * @param timeout how long one lookup may take; above zero
 */
public record ResolveConfig(Duration minTtl, Duration maxTtl, Duration timeout) {}
