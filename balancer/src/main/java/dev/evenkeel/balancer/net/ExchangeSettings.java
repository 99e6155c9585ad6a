package dev.evenkeel.balancer.net;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.route.Router;

/**
 * What a listener does with its requests on one event loop.
 *
 * @param client how HTTP is spoken with the clients
 * @param forwarding what backends are told of the client
 * @param router finds the service of a request
 * @param context what the exchanges have in common
 */
public record ExchangeSettings(
        ClientConfig client, ForwardingRules forwarding, Router router, ExchangeContext context) {
    public ExchangeSettings {
        requireNonNull(client, "client");
        requireNonNull(forwarding, "forwarding");
        requireNonNull(router, "router");
        requireNonNull(context, "context");
    }
}
