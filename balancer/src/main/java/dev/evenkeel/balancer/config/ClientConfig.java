package dev.evenkeel.balancer.config;

/**
 * How HTTP is spoken with the clients of a listener.
 *
 * @param keepAlive whether and how long connections stay open between requests
 * @param limits what a client may send
 * @param timeouts how long a client may take
 */
public record ClientConfig(ClientKeepAliveConfig keepAlive, LimitsConfig limits, ClientTimeoutsConfig timeouts) {}
