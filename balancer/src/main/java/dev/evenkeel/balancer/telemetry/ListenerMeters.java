package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The meters of the requests of one listener. */
final class ListenerMeters {
    /** The service of requests that found no route. */
    private static final String NO_SERVICE = "none";

    private static final String[] STATUS_CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final ListenerStats stats;
    private final MeterRegistry registry;
    private final Map<ServiceStats, Map<Outcome, boolean[]>> registered = new HashMap<>();

    ListenerMeters(ListenerStats stats, MeterRegistry registry) {
        this.stats = stats;
        this.registry = registry;
    }

    /** Registers what has happened for the first time since the last call. */
    void update() {
        for (ServiceStats service : stats.services()) {
            Map<Outcome, boolean[]> outcomes = registered.get(service);
            if (outcomes == null) {
                outcomes = new EnumMap<>(Outcome.class);
                registered.put(service, outcomes);
                registerBytes(service);
            }
            updateOutcomes(service, outcomes);
        }
    }

    private void updateOutcomes(ServiceStats service, Map<Outcome, boolean[]> outcomes) {
        for (Outcome outcome : Outcome.values()) {
            boolean[] classes = outcomes.computeIfAbsent(outcome, added -> new boolean[ServiceStats.CLASSES]);
            for (int statusClass = 0; statusClass < classes.length; statusClass++) {
                if (!classes[statusClass] && service.requests(outcome, statusClass) > 0) {
                    classes[statusClass] = true;
                    registerRequests(service, outcome, statusClass);
                }
            }
        }
    }

    private void registerRequests(ServiceStats service, Outcome outcome, int statusClass) {
        FunctionCounter.builder("evenkeel.requests", service, s -> s.requests(outcome, statusClass))
                .description("Exchanges that are over")
                .tags(tags(service).and("outcome", outcome.label(), "status", STATUS_CLASSES[statusClass]))
                .register(registry);
    }

    private void registerBytes(ServiceStats service) {
        FunctionCounter.builder("evenkeel.client.received", service, ServiceStats::bytesReceived)
                .description("Bytes of requests received from clients, heads and framing included")
                .baseUnit("bytes")
                .tags(tags(service))
                .register(registry);
        FunctionCounter.builder("evenkeel.client.sent", service, ServiceStats::bytesSent)
                .description("Bytes of responses sent to clients, heads and framing included")
                .baseUnit("bytes")
                .tags(tags(service))
                .register(registry);
    }

    private Tags tags(ServiceStats service) {
        String name = service.service();
        return Tags.of("listener", stats.name(), "service", name.isEmpty() ? NO_SERVICE : name);
    }
}
