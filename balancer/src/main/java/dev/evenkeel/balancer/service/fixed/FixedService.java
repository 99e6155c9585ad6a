package dev.evenkeel.balancer.service.fixed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Reason;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.service.Preview;
import dev.evenkeel.balancer.service.Service;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers every request with the status, the fields and the body of the configuration. Safe from any event loop. */
public final class FixedService implements Service {
    private final ServiceConfig.Fixed config;
    private final byte[] body;
    private final Map<String, String> fields;

    public FixedService(ServiceConfig.Fixed config) {
        this.config = config;
        this.body = config.body().getBytes(UTF_8);
        this.fields = fields(config);
    }

    private static Map<String, String> fields(ServiceConfig.Fixed config) {
        var fields = new LinkedHashMap<String, String>();
        if (!config.body().isEmpty()) {
            fields.put("Content-Type", config.contentType());
        }
        fields.putAll(config.headers());
        return Collections.unmodifiableMap(fields);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void serve(Exchange exchange) {
        ResponseHead head = new ResponseHead().begin(config.status(), Reason.of(config.status()));
        fields.forEach(head::add);
        exchange.respond(head, body);
    }

    @Override
    public Preview preview(RequestHead request) {
        return new Preview(
                "Answers every request alike, with a body of " + body.length + " bytes.", config.status(), fields);
    }
}
