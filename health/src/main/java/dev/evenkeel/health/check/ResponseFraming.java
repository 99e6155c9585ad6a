package dev.evenkeel.health.check;

import java.util.BitSet;

/**
 * The head of one response, line by line: its status and how long its body is (RFC 9112 §6.3), which an interim response
 * does not have, whatever it says.
 */
final class ResponseFraming {
    /** The body ends with the connection. */
    static final long UNTIL_CLOSE = -1;

    /** The body comes in chunks. */
    static final long CHUNKED = -2;

    private static final int MINOR_VERSION = "HTTP/1.".length();
    private static final int STATUS_START = "HTTP/1.1 ".length();
    private static final int STATUS_END = "HTTP/1.1 200".length();
    private static final int LENGTH_DIGITS = 18;
    private static final BitSet TOKEN = new BitSet(128);

    static {
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                .chars()
                .forEach(TOKEN::set);
    }

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
        int colon = colonOfField(line);
        if (interim()) {
            return;
        }
        if (isNamed("content-length", line, colon)) {
            contentLength(value(line, colon));
        } else if (isNamed("transfer-encoding", line, colon)) {
            transferEncoding(value(line, colon));
        } else if (isNamed("connection", line, colon)) {
            connection(value(line, colon));
        }
    }

    /** Where the name of a field ends; refuses a line that is none. */
    static int colonOfField(String line) throws BadResponseException {
        int colon = tokenEnd(line);
        if (colon == 0 || colon == line.length() || line.charAt(colon) != ':') {
            throw new BadResponseException("a line among its fields is none");
        }
        return colon;
    }

    private static int tokenEnd(String line) {
        int end = 0;
        while (end < line.length() && TOKEN.get(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamed(String name, String line, int colon) {
        return colon == name.length() && line.regionMatches(true, 0, name, 0, colon);
    }

    /** Without the blanks around it (RFC 9112 §5). */
    private static String value(String line, int colon) {
        int start = colon + 1;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** A minor version above 1 is read as 1 (RFC 9110 §2.5). */
    private void statusLine(String line) throws BadResponseException {
        boolean good = line.length() >= STATUS_END
                && line.startsWith("HTTP/1.")
                && isNumber(line, MINOR_VERSION, MINOR_VERSION + 1)
                && line.charAt(STATUS_START - 1) == ' '
                && line.charAt(STATUS_START) >= '1'
                && line.charAt(STATUS_START) <= '5'
                && isNumber(line, STATUS_START, STATUS_END)
                && (line.length() == STATUS_END || line.charAt(STATUS_END) == ' ');
        if (!good) {
            throw new BadResponseException("no status line of HTTP/1");
        }
        oldVersion = line.charAt(MINOR_VERSION) == '0';
        status = Integer.parseInt(line, STATUS_START, STATUS_END, 10);
        if (status == 101) {
            throw new BadResponseException("status 101 without having asked for it");
        }
    }

    private static boolean isNumber(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return start < end;
    }

    private void connection(String options) {
        for (String option : options.split(",", -1)) {
            closing |= option.strip().equalsIgnoreCase("close");
        }
    }

    private void contentLength(String value) throws BadResponseException {
        if (length != UNTIL_CLOSE) {
            throw new BadResponseException("more than one length of its body");
        }
        if (chunked || value.length() > LENGTH_DIGITS || !isNumber(value, 0, value.length())) {
            throw new BadResponseException("a length of its body that is not clear");
        }
        length = Long.parseLong(value);
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
