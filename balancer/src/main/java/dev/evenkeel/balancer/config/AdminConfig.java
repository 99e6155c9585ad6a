package dev.evenkeel.balancer.config;

/**
 * The admin listener.
 *
 * @param bind a loopback IP address or a Unix-domain socket; port 0 means any free port
 */
public record AdminConfig(Address bind) {}
