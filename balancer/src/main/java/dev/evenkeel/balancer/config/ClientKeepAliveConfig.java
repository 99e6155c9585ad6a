package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * Keep-alive on the client side.
 *
 * @param enabled if false, every response closes its connection
 * @param idleTimeout how long a connection may wait for its next request; above zero
 * @param maxRequests requests served on one connection, the last of which closes it; 1 or more,
 *     {@link Integer#MAX_VALUE} for unlimited
 */
public record ClientKeepAliveConfig(boolean enabled, Duration idleTimeout, int maxRequests) {}
