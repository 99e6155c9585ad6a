package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Reason;
import dev.evenkeel.balancer.message.ResponseHead;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the API.
 *
 * @param fields beside {@code Content-Type} and those that every answer has
 */
record Reply(int status, String contentType, String body, Map<String, String> fields) implements Answer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ETAG_BYTES = 12;

    static Reply text(int status, String contentType, String body) {
        return new Reply(status, contentType, body, Map.of());
    }

    /**
     * A resource. Its entity tag changes with what can be set, and not with every count, so that it can guard a change.
     *
     * @param settings the part of the resource that can be set
     */
    static Reply resource(Call call, JsonNode resource, JsonNode settings) {
        return resource(call, 200, resource, settings);
    }

    /** As {@link #resource(Call, JsonNode, JsonNode)}, with another status. */
    static Reply resource(Call call, int status, JsonNode resource, JsonNode settings) {
        return new Reply(status, "application/json", write(resource, call.pretty()), Map.of("ETag", tag(settings)));
    }

    /** An answer that nobody will change. */
    static Reply json(Call call, int status, JsonNode node) {
        return new Reply(status, "application/json", write(node, call.pretty()), Map.of());
    }

    /** An error (RFC 9457). */
    static Reply problem(Call call, int status, String detail) {
        return problem(status, detail, call.pretty());
    }

    /** An error of a request that could not be taken apart. */
    static Reply problem(int status, String detail) {
        return problem(status, detail, false);
    }

    private static Reply problem(int status, String detail, boolean pretty) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", "about:blank");
        problem.put("title", Reason.of(status));
        problem.put("status", status);
        problem.put("detail", detail);
        return text(status, "application/problem+json", write(problem, pretty));
    }

    Reply with(String field, String value) {
        var added = new LinkedHashMap<>(fields);
        added.put(field, value);
        return new Reply(status, contentType, body, added);
    }

    /** Ends the exchange with this answer. */
    @Override
    public void send(Exchange exchange) {
        ResponseHead head = new ResponseHead().begin(status, Reason.of(status));
        head.add("Content-Type", contentType);
        head.add("Cache-Control", "no-store");
        head.add("X-Content-Type-Options", "nosniff");
        fields.forEach(head::add);
        exchange.respond(head, body.getBytes(UTF_8));
    }

    private static String write(JsonNode node, boolean pretty) {
        try {
            var writer = pretty ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer();
            return writer.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    /** The entity tag of a resource that has these settings. */
    static String tag(JsonNode settings) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(settings.toString().getBytes(UTF_8));
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, ETAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
