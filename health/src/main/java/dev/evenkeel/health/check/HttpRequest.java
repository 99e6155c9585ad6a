package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link HttpCheck} asks for. All parts are sent as they are: they have to be what RFC 9112 allows.
 *
 * @param method such as {@code GET}, in upper case
 * @param path begins with a slash; may have a query
 * @param host the {@code Host} field; null for the address that is asked
 * @param headers further fields, by their names; one of them may be {@code User-Agent}, none may frame the request
 */
public record HttpRequest(
        String method, String path, @Nullable String host, Map<String, String> headers) {
    public HttpRequest {
        requireSafe(method, "method");
        requireSafe(path, "path");
        if (host != null) {
            requireSafe(host, "host");
        }
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            requireSafe(name, "headers");
            requireSafe(value, "headers");
        });
    }

    private static void requireSafe(String part, String name) {
        requireNonNull(part, name);
        if (part.chars().anyMatch(c -> (c < ' ' && c != '\t') || c > '~')) {
            throw new IllegalArgumentException(name + ": a control character or one beyond ASCII (expected: none)");
        }
    }
}
