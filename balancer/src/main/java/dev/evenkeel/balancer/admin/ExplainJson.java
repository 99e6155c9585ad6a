package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.policy.Candidate;
import dev.evenkeel.balancer.pool.Admission;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.pool.PoolExplanation;
import dev.evenkeel.balancer.route.Misfit;
import dev.evenkeel.balancer.route.RouteTrial;
import dev.evenkeel.balancer.service.Preview;
import dev.evenkeel.balancer.service.Service;
import dev.evenkeel.balancer.service.proxy.ProxyService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would become of a request, as JSON, put together from the listener to the backend. */
final class ExplainJson {
    private final ObjectNode node = JsonNodeFactory.instance.objectNode();
    private final int limit;

    /**
     * @param limit how many routes and how many backends are told of; those that were chosen besides
     */
    ExplainJson(int limit) {
        this.limit = limit;
    }

    ObjectNode node() {
        return node;
    }

    void request(RequestHead head, Peer client, boolean trusted) {
        ObjectNode request = node.putObject("request");
        request.put("method", head.methodName());
        request.put("host", head.authority());
        request.put("target", head.target());
        request.put("client", client.unix() ? "unix:" : new String(client.ipText(), US_ASCII));
        request.put("trusted", trusted);
        ArrayNode dropped = request.putArray("dropped-headers");
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.id(i) < 0) {
                dropped.add(head.text(head.nameStart(i), head.nameEnd(i)));
            }
        }
    }

    void listener(String name, String why) {
        node.putObject("listener").put("name", name).put("why", why);
    }

    void routes(List<RouteTrial> trials) {
        node.put("routes-total", trials.size());
        ArrayNode routes = node.putArray("routes");
        node.putNull("route");
        for (int i = 0; i < trials.size(); i++) {
            RouteTrial trial = trials.get(i);
            boolean match = trial.result() == RouteTrial.Result.MATCH;
            if (match) {
                node.put("route", i + 1);
            }
            if (match || routes.size() < limit) {
                routes.add(route(i + 1, trial));
            }
        }
    }

    private static ObjectNode route(int number, RouteTrial trial) {
        RouteConfig route = trial.route();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("number", number);
        node.put("result", PoolJson.lower(trial.result()));
        ObjectNode conditions = node.putObject("conditions");
        putAll(conditions, "host", route.hosts());
        putAll(conditions, "path", route.paths());
        putAll(conditions, "method", route.methods());
        if (!route.headers().isEmpty()) {
            ObjectNode headers = conditions.putObject("header");
            route.headers().forEach(headers::put);
        }
        node.put("service", route.service());
        Misfit misfit = trial.misfit();
        if (misfit != null) {
            ObjectNode because = node.putObject("misfit");
            because.put("condition", misfit.condition());
            because.put("expected", misfit.expected());
            because.put("found", misfit.found());
        }
        return node;
    }

    private static void putAll(ObjectNode conditions, String name, List<?> values) {
        if (!values.isEmpty()) {
            ArrayNode list = conditions.putArray(name);
            values.forEach(value -> list.add(value.toString()));
        }
    }

    /** Says what the service does; without one, what a request is answered that no route matches. */
    void service(@Nullable Service service, RequestHead head) {
        if (service == null) {
            node.putNull("service");
            node.putObject("answer")
                    .put("status", Outcome.NO_ROUTE.status())
                    .put("outcome", Outcome.NO_ROUTE.label())
                    .put("sentence", Outcome.NO_ROUTE.sentence());
            return;
        }
        Preview preview = service.preview(head);
        node.putObject("service").put("name", service.name()).put("does", preview.sentence());
        if (preview.status() > 0) {
            ObjectNode answer = node.putObject("answer");
            answer.put("status", preview.status());
            ObjectNode headers = answer.putObject("headers");
            preview.fields().forEach(headers::put);
        }
        if (service instanceof ProxyService proxy) {
            node.set("pool", pool(proxy.pool(), proxy.explain(head, limit)));
        }
    }

    private static ObjectNode pool(Pool pool, PoolExplanation explanation) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", pool.name());
        node.put("policy", pool.config().policy().name());
        node.put("panic", explanation.admission() == Admission.ALL);
        node.put("waiting", explanation.waiting());
        ObjectNode pick = node.putObject("pick");
        Backend picked = explanation.pick().backend();
        pick.put("backend", picked == null ? null : picked.id());
        pick.put("prospect", PoolJson.lower(explanation.pick().prospect()));
        pick.put("why", explanation.pick().why());
        node.put("backends-total", explanation.total());
        node.put("eligible-total", explanation.eligible());
        ArrayNode candidates = node.putArray("candidates");
        explanation.candidates().forEach(candidacy -> candidates.add(candidate(candidacy)));
        return node;
    }

    private static ObjectNode candidate(PoolExplanation.Candidacy candidacy) {
        Backend backend = candidacy.backend();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", backend.id());
        node.put("address", AddressText.of(backend.address()));
        node.put("tier", backend.backup() ? "backup" : "regular");
        node.put("state", PoolJson.lower(backend.state()));
        ObjectNode health = node.putObject("health");
        health.put("condition", PoolJson.lower(backend.health().status().condition()));
        health.put("reason", backend.health().status().reason());
        node.put("weight", backend.weight());
        node.put("effective-weight", (double) backend.scaledWeight() / Candidate.FULL_WEIGHT);
        node.put("in-flight", backend.inFlight());
        PoolJson.putMaxConnections(node, backend.maxConnections());
        node.put("eligible", candidacy.eligible());
        node.put("why", candidacy.why());
        return node;
    }
}
