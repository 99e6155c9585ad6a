package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * How long a backend may take. {@link Duration#ZERO} means that there is no such limit.
 *
 * @param connect until a connection stands; above zero
 * @param firstByte from the last byte of the request to the first of the response; 504 beyond
 * @param idle between two pieces of a response, or without taking a byte of the request body
 */
public record BackendTimeoutsConfig(Duration connect, Duration firstByte, Duration idle) {}
