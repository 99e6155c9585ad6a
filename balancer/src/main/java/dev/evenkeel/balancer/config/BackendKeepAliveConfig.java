package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * Keep-alive on the backend side.
 *
 * @param enabled if false, each request has a connection of its own
 * @param idleTimeout how long a connection is kept unused, if the backend announces no shorter time; above zero
 * @param maxIdle unused connections kept per event loop and backend, 0 or more
 * @param maxRequests requests sent on one connection, 1 or more, {@link Integer#MAX_VALUE} for unlimited
 * @param unsafeReuseWithin a request that may not be repeated goes only on a new connection or on one unused for
 *     no longer than this; zero for always a new one
 */
public record BackendKeepAliveConfig(
        boolean enabled, Duration idleTimeout, int maxIdle, int maxRequests, Duration unsafeReuseWithin) {}
