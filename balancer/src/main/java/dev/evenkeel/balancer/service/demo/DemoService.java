package dev.evenkeel.balancer.service.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Reason;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.service.Preview;
import dev.evenkeel.balancer.service.Service;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small application that stands in for a real one behind a pool: it answers with its name and with what it saw of the
 * request, after a delay if it has one. A request for {@code /down} lets it disappear for a while, as if it had crashed.
 * Safe from any event loop.
 */
public final class DemoService implements Service {
    private static final String DOWN = "/down";
    private static final String CONTENT_TYPE = "text/plain; charset=iso-8859-1";

    private final ServiceConfig.Demo config;
    private final Outage outage;
    private final AtomicInteger lastConnection = new AtomicInteger();
    private final Cache<Peer, Integer> connections =
            Caffeine.newBuilder().weakKeys().build();

    /**
     * @param outage takes down the listeners whose requests come here
     */
    public DemoService(ServiceConfig.Demo config, Outage outage) {
        this.config = requireNonNull(config, "config");
        this.outage = requireNonNull(outage, "outage");
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void serve(Exchange exchange) {
        if (config.delay().isZero()) {
            answer(exchange);
            return;
        }
        exchange.loop()
                .eventLoop()
                .schedule(() -> answerLate(exchange), config.delay().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Preview preview(RequestHead request) {
        String sentence = request.path().equals(DOWN)
                ? "The demo application " + config.title() + " goes down for "
                        + config.outage().toMillis() + " ms."
                : "The demo application " + config.title() + " answers after "
                        + config.delay().toMillis() + " ms with what it saw of the request.";
        return new Preview(sentence, 200, Map.of("Content-Type", CONTENT_TYPE));
    }

    private void answerLate(Exchange exchange) {
        exchange.loop().touch();
        if (!exchange.over()) {
            answer(exchange);
        }
    }

    private void answer(Exchange exchange) {
        if (exchange.request().path().equals(DOWN)) {
            goDown(exchange);
            return;
        }
        respond(exchange, describe(exchange));
    }

    /** The listener goes down when the event is handled to its end, and the answer so on its way. */
    private void goDown(Exchange exchange) {
        exchange.client().closeAfterResponse();
        respond(exchange, config.title() + " goes down for " + config.outage().toMillis() + " ms\n");
        exchange.loop().eventLoop().execute(() -> outage.begin(config.outage()));
    }

    private static void respond(Exchange exchange, String text) {
        ResponseHead head = new ResponseHead().begin(200, Reason.of(200));
        head.add("Content-Type", CONTENT_TYPE);
        head.add("Cache-Control", "no-store");
        exchange.respond(head, text.getBytes(ISO_8859_1));
    }

    private String describe(Exchange exchange) {
        RequestHead request = exchange.request();
        StringBuilder text = new StringBuilder(512);
        text.append(config.title()).append("\n\n");
        text.append("connection ").append(connection(exchange.client().peer()));
        text.append(", request ").append(exchange.client().requestsBefore() + 1).append("\n\n");
        text.append(request.methodName()).append(' ').append(request.target()).append('\n');
        for (int i = 0; i < request.fieldCount(); i++) {
            if (request.id(i) >= 0) {
                text.append(request.text(request.nameStart(i), request.nameEnd(i)));
                text.append(": ").append(request.value(i)).append('\n');
            }
        }
        return text.toString();
    }

    private int connection(Peer peer) {
        return connections.get(peer, newPeer -> lastConnection.incrementAndGet());
    }
}
