package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.config.ClientKeepAliveConfig;
import dev.evenkeel.balancer.config.ClientTimeoutsConfig;
import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.config.LimitsConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import dev.evenkeel.balancer.net.Listener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of the admin listener. */
final class AdminHandler implements RequestHandler {
    /** Most open connections: a handful of scrapers, dashboards and scripts. */
    static final int MAX_CONNECTIONS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final int KIB = 1024;

    private static final ClientConfig CONFIG = new ClientConfig(
            new ClientKeepAliveConfig(true, Duration.ofSeconds(75), Integer.MAX_VALUE),
            new LimitsConfig(new HeadLimits(8 * KIB, 8 * KIB, 32 * KIB, 100), 64 * KIB, 64 * KIB, MAX_CONNECTIONS),
            new ClientTimeoutsConfig(
                    Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO));

    private final Listener listener;
    private final Loop loop;
    private final Api api;
    private final ExchangeContext context;

    AdminHandler(Listener listener, Loop loop, Api api, ExchangeContext context) {
        this.listener = listener;
        this.loop = loop;
        this.api = api;
        this.context = context;
    }

    @Override
    public ClientConfig config() {
        return CONFIG;
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
        Exchange exchange = new Exchange(stream, context);
        answer(exchange).send(exchange);
    }

    private Reply answer(Exchange exchange) {
        String authority = exchange.request().authority();
        if (!exchange.client().peer().unix() && !HostRule.allows(authority)) {
            return Reply.problem(
                    421, "The admin API answers to IP addresses and localhost only, not to " + authority + ".");
        }
        Call call;
        try {
            call = Call.of(exchange.request());
        } catch (IllegalArgumentException e) {
            return Reply.problem(400, "The path is not properly percent-encoded: " + e.getMessage());
        }
        try {
            return api.answer(call);
        } catch (RuntimeException e) {
            LOG.error("The admin API failed at {}", exchange.request().target(), e);
            return Reply.problem(call, 500, "The admin API itself failed; the daemon's log says how.");
        }
    }

    @Override
    public void rejected(ClientStream stream, int status, String reason) {
        Reply.problem(status, reason).send(new Exchange(stream, context));
    }
}
