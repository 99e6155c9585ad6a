package dev.evenkeel.balancer.config;

import java.util.List;

/**
 * A place where clients connect.
 *
 * @param name unique among the listeners
 * @param bind the addresses to listen on, at least one; an {@link Address.Ip} may have port 0, which means
 *     any free port
 * @param client how HTTP is spoken with the clients
 * @param routes in the order of the file; the first that matches wins; never empty
 * @param forwarded what backends are told of the client, and who may tell us
 * @param errorPages the operator's own pages for failures
 */
public record ListenerConfig(
        String name,
        List<Address> bind,
        ClientConfig client,
        List<RouteConfig> routes,
        ForwardedConfig forwarded,
        ErrorPagesConfig errorPages) {}
