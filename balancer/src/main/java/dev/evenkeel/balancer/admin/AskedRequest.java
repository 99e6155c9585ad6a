package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.config.LimitsConfig;
import dev.evenkeel.balancer.http1.WrittenRequest;
import dev.evenkeel.balancer.message.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody sent, described by a URL, a method and fields.
 *
 * @param authority host and port of the URL; null if it is a path only
 * @param secure whether the URL is one of https
 * @param target path and query
 */
record AskedRequest(String method, @Nullable String authority, boolean secure, String target, List<String> fields) {
    private static final Pattern URL =
            Pattern.compile("(?:(https?)://([^/?#]+))?((?:[/?][^#]*)?)(?:#.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile(".*:([0-9]{1,5})");
    private static final Pattern FIELD = Pattern.compile("[^:\\s]+:.*");

    /**
     * Takes a call apart.
     *
     * @throws BadCallException if it names no URL, or something cannot be part of a request
     */
    static AskedRequest of(Call call) throws BadCallException {
        String url = Parameters.text(call, "url");
        if (url == null || url.isEmpty()) {
            throw new BadCallException(400, "url is missing (expected: http://host/path, or a path).");
        }
        String method = Parameters.text(call, "method");
        List<String> fields = Parameters.all(call, "header", true);
        requireOneWord("url", url);
        requireOneWord("method", method == null ? "" : method);
        for (String field : fields) {
            requirePlain("header", field);
            if (!FIELD.matcher(field).matches()) {
                throw new BadCallException(400, "header: \"" + field + "\" (expected: Name: value).");
            }
        }
        return of(url, method == null ? "GET" : method, fields);
    }

    private static AskedRequest of(String url, String method, List<String> fields) throws BadCallException {
        Matcher parts = URL.matcher(url);
        if (!parts.matches() || (parts.group(1) == null && parts.group(3).isEmpty())) {
            throw new BadCallException(400, "url: \"" + url + "\" (expected: http://host/path, or a path).");
        }
        String target = parts.group(3);
        return new AskedRequest(
                method,
                parts.group(2),
                "https".equalsIgnoreCase(parts.group(1)),
                target.startsWith("/") ? target : "/" + target,
                fields);
    }

    private static void requireOneWord(String name, String value) throws BadCallException {
        requirePlain(name, value);
        if (value.chars().anyMatch(c -> c == ' ' || c == '\t')) {
            throw new BadCallException(
                    400, name + ": \"" + value + "\" has a space in it; in a URL it is written %20.");
        }
    }

    /** What could end a line would make another request of it. */
    private static void requirePlain(String name, String value) throws BadCallException {
        boolean plain = value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || (c > 0x9f && c <= 0xff) || c == '\t');
        if (!plain) {
            throw new BadCallException(
                    400, name + " has a character that no request can have; in a URL such are percent-encoded.");
        }
    }

    /** The port that the URL leads to; -1 if it is a path only. */
    int port() {
        if (authority == null) {
            return -1;
        }
        Matcher port = PORT.matcher(authority);
        if (port.matches()) {
            return Integer.parseInt(port.group(1));
        }
        return secure ? 443 : 80;
    }

    /**
     * The head, as the parser reads it.
     *
     * @throws BadCallException if a listener with these limits would refuse it
     */
    RequestHead head(LimitsConfig limits) throws BadCallException {
        boolean hostGiven =
                fields.stream().anyMatch(field -> field.toLowerCase(Locale.ROOT).startsWith("host:"));
        boolean host = hostGiven || authority != null;
        var text = new StringBuilder(method + " " + target + (host ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n"));
        if (host && !hostGiven) {
            text.append("Host: ").append(authority).append("\r\n");
        }
        fields.forEach(field -> text.append(field).append("\r\n"));
        try {
            return WrittenRequest.read(text.append("\r\n").toString(), limits);
        } catch (IllegalArgumentException e) {
            throw new BadCallException(400, "Such a request would be refused: " + e.getMessage());
        }
    }
}
