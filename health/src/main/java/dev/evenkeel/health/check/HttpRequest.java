package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link HttpCheck} asks for. All parts are sent as they are: they have to be what RFC 9112 allows.
 *
 * @param method such as {@code GET}, in upper case
 * @param path begins with a slash; may have a query
 * @param host the {@code Host} field; null for the address that is asked
 * @param headers further fields, by their names
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

    /**
     * What is sent.
     *
     * @param persistent whether the connection may be kept afterwards
     */
    byte[] bytesFor(SocketAddress target, boolean persistent) {
        StringBuilder text = new StringBuilder(256);
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        field(text, "Host", host == null ? hostOf(target) : host);
        field(text, "User-Agent", "evenkeel-health");
        if (!persistent) {
            field(text, "Connection", "close");
        }
        headers.forEach((name, value) -> field(text, name, value));
        return text.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static String hostOf(SocketAddress target) {
        if (!(target instanceof InetSocketAddress internet)) {
            return "localhost";
        }
        String host = internet.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
    }
}
