package dev.evenkeel.balancer.net;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import dev.evenkeel.balancer.service.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes exchanges of the requests that come to a listener on one event loop, and hands each to its service. */
public final class ExchangeHandler implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    private final Listener listener;
    private final Loop loop;
    private volatile ExchangeSettings settings;

    public ExchangeHandler(Listener listener, Loop loop, ExchangeSettings settings) {
        this.listener = requireNonNull(listener, "listener");
        this.loop = requireNonNull(loop, "loop");
        this.settings = requireNonNull(settings, "settings");
    }

    /** Takes over new settings, for requests that come from now on. From any thread. */
    public void reconfigure(ExchangeSettings next) {
        settings = requireNonNull(next, "next");
    }

    /** What is done with the requests that come now. From any thread. */
    public ExchangeSettings settings() {
        return settings;
    }

    @Override
    public ClientConfig config() {
        return settings.client();
    }

    @Override
    public boolean closing() {
        return listener.closing();
    }

    @Override
    public void connected(ClientTransport transport) {
        listener.opened(transport, loop);
    }

    @Override
    public void disconnected(ClientTransport transport) {
        listener.closed(transport, loop);
    }

    @Override
    public void request(ClientStream stream) {
        ExchangeSettings now = settings;
        Exchange exchange = new Exchange(stream, now.context());
        try {
            now.forwarding().apply(exchange);
            Service service = now.router().route(stream.request());
            if (service == null) {
                exchange.fail(Outcome.NO_ROUTE, "No route of listener " + listener.name() + " matches the request.");
                return;
            }
            exchange.routed(service.name());
            service.serve(exchange);
        } catch (RuntimeException e) {
            LOG.error("Request {} failed in the balancer itself", exchange.requestId(), e);
            exchange.fail(Outcome.INTERNAL_ERROR, e.toString());
        }
    }

    @Override
    public void rejected(ClientStream stream, int status, String reason) {
        ExchangeSettings now = settings;
        Exchange exchange = new Exchange(stream, now.context());
        now.forwarding().name(exchange);
        exchange.fail(outcomeOf(status), status, reason);
    }

    private static Outcome outcomeOf(int status) {
        return switch (status) {
            case 408 -> Outcome.CLIENT_HEAD_TIMEOUT;
            case 413 -> Outcome.BODY_TOO_LARGE;
            case 501, 505 -> Outcome.REQUEST_REFUSED;
            default -> Outcome.BAD_REQUEST;
        };
    }
}
