package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bytes of an {@link HttpRequest}, of which only the {@code Host} field may depend on whom it goes to. */
final class RequestText {
    /** Methods whose requests say how long their content is even if there is none (RFC 9110 §8.6). */
    private static final Set<String> EXPECTED_WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

    private final byte[] start;
    private final byte @Nullable [] host;
    private final byte[] end;
    private final byte[] lastEnd;

    RequestText(HttpRequest request) {
        String given = request.host();
        start = bytes(request.method() + " " + request.path() + " HTTP/1.1\r\nHost: ");
        host = given == null ? null : bytes(given);
        StringBuilder fields = new StringBuilder();
        if (request.headers().keySet().stream().noneMatch("User-Agent"::equalsIgnoreCase)) {
            field(fields, "User-Agent", "evenkeel-health");
        }
        if (EXPECTED_WITH_CONTENT.contains(request.method())) {
            field(fields, "Content-Length", "0");
        }
        request.headers().forEach((name, value) -> field(fields, name, value));
        String rest = fields.append("\r\n").toString();
        end = bytes("\r\n" + rest);
        lastEnd = bytes("\r\nConnection: close\r\n" + rest);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /**
     * What is sent.
     *
     * @param persistent whether the connection may be kept afterwards
     */
    byte[] to(SocketAddress target, boolean persistent) {
        return join(start, host == null ? bytes(hostOf(target)) : host, persistent ? end : lastEnd);
    }

    private static byte[] join(byte[] first, byte[] second, byte[] third) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        System.arraycopy(third, 0, joined, first.length + second.length, third.length);
        return joined;
    }

    private static String hostOf(SocketAddress target) {
        if (!(target instanceof InetSocketAddress internet)) {
            return "localhost";
        }
        String host = internet.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
    }
}
