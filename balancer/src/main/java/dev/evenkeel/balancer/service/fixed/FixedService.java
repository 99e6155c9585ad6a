package dev.evenkeel.balancer.service.fixed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Reason;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.service.Service;

/** Answers every request with the status, the fields and the body of the configuration. Safe from any event loop. */
public final class FixedService implements Service {
    private final ServiceConfig.Fixed config;
    private final byte[] body;

    public FixedService(ServiceConfig.Fixed config) {
        this.config = config;
        this.body = config.body().getBytes(UTF_8);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void serve(Exchange exchange) {
        ResponseHead head = new ResponseHead().begin(config.status(), Reason.of(config.status()));
        if (body.length > 0) {
            head.add("Content-Type", config.contentType());
        }
        config.headers().forEach(head::add);
        exchange.respond(head, body);
    }
}
