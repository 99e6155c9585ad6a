package dev.evenkeel.balancer.testkit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes well-formed messages, except for the fields that the test itself gives. */
final class Messages {

    private Messages() {}

    /** A request; Host and Content-Length are added unless {@code fields} has them or a Transfer-Encoding. */
    static String request(String method, String target, @Nullable String body, String... fields) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (!has("host", fields)) {
            text.append("Host: example.com\r\n");
        }
        return finish(text, body, fields);
    }

    /** A response; Content-Length is added unless {@code fields} has it or a Transfer-Encoding. */
    static String response(int status, String body, String... fields) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
        boolean bodiless = status < 200 || status == 204 || status == 304;
        return finish(text, bodiless ? null : body, fields);
    }

    private static String finish(StringBuilder text, @Nullable String body, String... fields) {
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        if (body != null && !has("content-length", fields) && !has("transfer-encoding", fields)) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        text.append("\r\n");
        return body == null ? text.toString() : text.append(body).toString();
    }

    private static boolean has(String name, String... fields) {
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return true;
            }
        }
        return false;
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 503 -> "Service Unavailable";
            default -> "Status " + status;
        };
    }

    /** A chunked body of these pieces, with these trailer lines. */
    static String chunks(String[] pieces, String... trailers) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            text.append(Integer.toHexString(piece.length())).append("\r\n");
            text.append(piece).append("\r\n");
        }
        text.append("0\r\n");
        for (String trailer : trailers) {
            text.append(trailer).append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
