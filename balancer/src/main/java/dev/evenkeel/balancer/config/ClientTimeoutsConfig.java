package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * How long a client may take. {@link Duration#ZERO} means that there is no such limit.
 *
 * @param head from the first byte of a request head to its last; 408 beyond
 * @param bodyIdle between two pieces of a request body; 408 beyond
 * @param sendIdle without a client taking a byte of the response that waits for it
 * @param request from the first byte of a request to the last of its response
 */
public record ClientTimeoutsConfig(Duration head, Duration bodyIdle, Duration sendIdle, Duration request) {}
