package dev.evenkeel.balancer.config;

/**
 * How HTTP is spoken with the backends of a pool.
 *
 * @param keepAlive whether and how long connections are kept for further requests
 * @param timeouts how long a backend may take
 * @param buffers how much is kept of bodies on their way
 */
public record UpstreamConfig(BackendKeepAliveConfig keepAlive, BackendTimeoutsConfig timeouts, BufferConfig buffers) {}
