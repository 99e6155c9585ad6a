package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Timeline;
import dev.evenkeel.balancer.telemetry.FailureRecord;
import java.util.concurrent.TimeUnit;

/** Remembered failures as JSON. Every time but the first is in microseconds since the first byte of the request. */
final class FailuresJson {
    private FailuresJson() {}

    static ObjectNode of(FailureRecord failure) {
        FailureRecord.Result result = failure.result();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("time", failure.time().toString());
        addRequest(node, failure.request());
        if (result.status() > 0) {
            node.put("status", result.status());
        }
        node.put("outcome", result.outcome().label());
        node.put("sentence", result.outcome().sentence());
        node.put("recovered", failure.recovered());
        putUnlessEmpty(node, "reason", result.reason() == null ? "" : result.reason());
        putUnlessEmpty(node, "service", result.service());
        node.put("bytes-received", result.bytesReceived());
        node.put("bytes-sent", result.bytesSent());
        node.put("attempts-made", failure.attempts());
        ArrayNode attempts = node.putArray("attempts");
        long start = failure.moments().timeline().at(Moment.FIRST_BYTE);
        failure.tries().forEach(attempt -> attempts.add(attempt(attempt, start)));
        node.set("timeline-us", timeline(failure.moments(), start));
        return node;
    }

    private static void addRequest(ObjectNode node, FailureRecord.Request request) {
        putUnlessEmpty(node, "request-id", request.id());
        node.put("listener", request.listener());
        node.put("client", request.client());
        putUnlessEmpty(node, "method", request.method());
        putUnlessEmpty(node, "target", request.target());
        putUnlessEmpty(node, "host", request.host());
    }

    private static void putUnlessEmpty(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    private static ObjectNode attempt(FailureRecord.Try attempt, long start) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("backend", attempt.backend());
        if (attempt.failure() != null) {
            node.put("reason", attempt.failure());
        }
        node.put("connection", PoolJson.lower(attempt.connection()));
        node.put("started-us", micros(attempt.startedAt() - start));
        if (attempt.connectedAt() != Timeline.NEVER) {
            node.put("connect-us", micros(attempt.connectedAt() - attempt.startedAt()));
        }
        node.put("took-us", micros(attempt.endedAt() - attempt.startedAt()));
        return node;
    }

    /** What happened, by its name, in the order of the moments; {@code accepted} lies before the start, so it is negative. */
    private static ObjectNode timeline(FailureRecord.Moments moments, long start) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("accepted", micros(moments.acceptedAt() - start));
        for (Moment moment : Moment.values()) {
            long at = moments.timeline().at(moment);
            if (at != Timeline.NEVER) {
                node.put(PoolJson.lower(moment), micros(at - start));
            }
        }
        return node;
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
