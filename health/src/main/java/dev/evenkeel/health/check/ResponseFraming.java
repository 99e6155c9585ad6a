package dev.evenkeel.health.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of one response, line by line: its status and how long its body is (RFC 9112 §6.3). */
final class ResponseFraming {
    /** The body ends with the connection. */
    static final long UNTIL_CLOSE = -1;

    /** The body comes in chunks. */
    static final long CHUNKED = -2;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \\t]*(.*?)[ \\t]*");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private int status;
    private boolean oldVersion;
    private boolean chunked;
    private boolean closing;
    private long length = UNTIL_CLOSE;

    /** Of the status line; 0 before it. */
    int status() {
        return status;
    }

    boolean interim() {
        return status < 200;
    }

    /** Takes the next line of the head, without its end. */
    void line(String line) throws BadResponseException {
        if (status == 0) {
            statusLine(line);
            return;
        }
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
            throw new BadResponseException("a line of its head is no field");
        }
        String name = field.group(1).toLowerCase(Locale.ROOT);
        if (name.equals("content-length")) {
            contentLength(field.group(2));
        } else if (name.equals("transfer-encoding")) {
            transferEncoding(field.group(2));
        } else if (name.equals("connection")) {
            closing |= Arrays.stream(field.group(2).split(","))
                    .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
        }
    }

    private void statusLine(String line) throws BadResponseException {
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new BadResponseException("no status line of HTTP/1");
        }
        oldVersion = matcher.group(1).equals("0");
        status = Integer.parseInt(matcher.group(2));
        if (status == 101) {
            throw new BadResponseException("status 101 without having asked for it");
        }
    }

    private void contentLength(String value) throws BadResponseException {
        if (!LENGTH.matcher(value).matches() || chunked) {
            throw new BadResponseException("a length of its body that is not clear");
        }
        long given = Long.parseLong(value);
        if (length != UNTIL_CLOSE && length != given) {
            throw new BadResponseException("two different lengths of its body");
        }
        length = given;
    }

    private void transferEncoding(String value) throws BadResponseException {
        if (!value.equalsIgnoreCase("chunked") || chunked || oldVersion || length != UNTIL_CLOSE) {
            throw new BadResponseException("a transfer coding other than chunked alone");
        }
        chunked = true;
    }

    /** Whether the target lets the connection stand, as far as the head says (RFC 9112 §9.3). */
    boolean persistent() {
        return !oldVersion && !closing;
    }

    /** Bytes of the body, {@link #CHUNKED} or {@link #UNTIL_CLOSE}; to be asked at the end of the head. */
    long bodyLength(boolean toHead) {
        if (toHead || status == 204 || status == 304) {
            return 0;
        }
        return chunked ? CHUNKED : length;
    }
}
