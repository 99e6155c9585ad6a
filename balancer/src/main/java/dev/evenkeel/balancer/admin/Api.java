package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.NearestName;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.telemetry.MetricsPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** All that the admin API can be asked. For its own event loop. */
final class Api implements AutoCloseable {
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private final AdminView view;
    private final StatusJson statusJson;
    private final PoolJson poolJson;
    private final Events events;
    private final List<Endpoint> endpoints;
    private @Nullable MetricsPage metricsPage;
    private List<Listener> shown = List.of();

    Api(AdminView view, Loop loop) {
        this.view = view;
        statusJson = new StatusJson(view);
        poolJson = new PoolJson(view);
        events = new Events(view, loop);
        endpoints = new ArrayList<>(List.of(
                new Endpoint("/v1/status").get(this::status),
                new Endpoint("/v1/pools").get(this::pools),
                events.endpoint(),
                new Endpoint("/metrics").get(this::metrics),
                new Endpoint("/healthz").get(call -> Reply.text(200, PLAIN_TEXT, "ok\n")),
                new Endpoint("/readyz").get(this::readiness)));
        endpoints.addAll(new Changes(view, poolJson).endpoints());
        endpoints.addAll(new Failures(view).endpoints());
        endpoints.add(new Explain(view).endpoint());
    }

    CompletionStage<? extends Answer> answer(Call call) throws BadCallException {
        for (Endpoint endpoint : endpoints) {
            Map<String, String> variables = endpoint.match(call.segments());
            if (variables != null) {
                return endpoint.act(call.with(variables));
            }
        }
        String path = "/" + String.join("/", call.segments());
        List<String> known =
                endpoints.stream().filter(Endpoint::single).map(Endpoint::path).toList();
        return CompletableFuture.completedStage(notFound(call, "There is nothing at " + path + ".", path, known));
    }

    static Reply notFound(Call call, String detail, String written, List<String> known) {
        return Reply.problem(call, 404, (detail + " " + NearestName.remedy(written, known)).trim());
    }

    private Reply status(Call call) {
        ObjectNode status = statusJson.status();
        status.set("events", events.status());
        return Reply.resource(call, status, statusJson.settings());
    }

    private Reply pools(Call call) {
        return Reply.resource(call, poolJson.all(true), poolJson.all(false));
    }

    private Reply readiness(Call call) {
        String reason = view.notReady();
        return reason == null
                ? Reply.text(200, PLAIN_TEXT, "ready\n")
                : Reply.text(503, PLAIN_TEXT, "not ready: " + reason + "\n");
    }

    private Reply metrics(Call call) {
        String type = MetricsPage.contentType(call.accept());
        return Reply.text(200, type, metricsPage().render(type));
    }

    /** Made when it is first asked for, and when listeners come or go: its libraries take longer to load than the rest of the daemon. */
    private MetricsPage metricsPage() {
        MetricsPage page = metricsPage;
        List<Listener> listeners = view.listeners();
        if (page == null || !listeners.equals(shown)) {
            close();
            shown = listeners;
            var connections = new LinkedHashMap<String, IntSupplier>();
            listeners.forEach(listener -> connections.put(listener.name(), listener::openConnections));
            page = new MetricsPage(
                    view.info(), view.telemetry().metrics(), view.telemetry().accessLog(), connections);
            metricsPage = page;
        }
        return page;
    }

    /** Ends the answers that have no end of their own. From any thread. */
    void endStreams() {
        events.close();
    }

    @Override
    public void close() {
        if (metricsPage != null) {
            metricsPage.close();
        }
    }
}
