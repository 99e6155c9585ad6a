package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.RequestHead;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API, taken apart.
 *
 * @param method as it was sent
 * @param segments of the path, decoded: none for {@code /}
 * @param query what stands behind the question mark, as it was sent; empty if there is none
 * @param accept the {@code Accept} field
 * @param contentType the {@code Content-Type} field
 * @param ifMatch the {@code If-Match} field
 * @param lastEventId the {@code Last-Event-ID} field
 * @param body what was sent; empty if nothing was
 * @param variables the segments that stand for something, by its name
 */
record Call(
        Method method,
        List<String> segments,
        String query,
        @Nullable String accept,
        @Nullable String contentType,
        @Nullable String ifMatch,
        @Nullable String lastEventId,
        String body,
        Map<String, String> variables) {
    /** The parameter that every call takes. */
    static final String PRETTY = "pretty";

    /**
     * Takes a request apart.
     *
     * @throws IllegalArgumentException if the path is not properly percent-encoded
     */
    static Call of(RequestHead request, String body) {
        String path = request.path();
        String target = request.target();
        String query = target.length() > path.length() ? target.substring(path.length() + 1) : "";
        return new Call(
                request.method(),
                segments(path),
                query,
                request.firstValue(FieldName.ACCEPT),
                request.firstValue("Content-Type"),
                request.firstValue("If-Match"),
                request.firstValue("Last-Event-ID"),
                body,
                Map.of());
    }

    /** Segments are told apart before they are decoded, so that a name may hold a slash. */
    private static List<String> segments(String path) {
        String trimmed = path.substring(1);
        if (trimmed.isEmpty()) {
            return List.of();
        }
        return List.of(trimmed.split("/", -1)).stream().map(Call::decode).toList();
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }

    Call with(Map<String, String> newVariables) {
        return new Call(method, segments, query, accept, contentType, ifMatch, lastEventId, body, newVariables);
    }

    /** What a segment stands for. */
    String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("variable: " + name + " (expected: one of " + variables.keySet() + ")");
        }
        return value;
    }

    /** Whether the answer is for the eyes of a person: asked for by {@code ?pretty}, or by a browser. */
    boolean pretty() {
        boolean asked = List.of(query.split("&", -1)).stream()
                .anyMatch(parameter -> parameter.equals(PRETTY) || parameter.equals(PRETTY + "=true"));
        return asked || (accept != null && accept.contains("text/html"));
    }
}
