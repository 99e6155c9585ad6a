package dev.evenkeel.balancer.config;

import org.jspecify.annotations.Nullable;

/**
 * How HTTP is spoken with the backends of a pool.
 *
 * @param keepAlive whether and how long connections are kept for further requests
 * @param timeouts how long a backend may take
 * @param buffers how much is kept of bodies on their way
 * @param verify what a new connection is asked before it is used; null for nothing
 * @param connectAhead connections made before a request needs them, kept per event loop and backend; 0 or more
 */
public record UpstreamConfig(
        BackendKeepAliveConfig keepAlive,
        BackendTimeoutsConfig timeouts,
        BufferConfig buffers,
        @Nullable VerifyConfig verify,
        int connectAhead) {}
