package dev.evenkeel.balancer.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1 messages off a {@link Wire}, one after the other, and takes nothing that RFC 9112
 * does not allow: a message that is wrong in any way is a {@link ProtocolViolation}.
 *
 * <p>Not safe for use by several threads at once.
 */
final class MessageReader {

    /** What starts a message: its first line, split, and its fields. */
    record Start(String first, String second, String third, Fields fields) {}

    /** A message body; {@code complete} is false when the stream ended within it. */
    static final class Body {

        static final Body NONE = new Body(new byte[0], Fields.NONE, true);

        private final byte[] bytes;
        private final Fields trailers;
        private final boolean complete;

        private Body(byte[] bytes, Fields trailers, boolean complete) {
            this.bytes = bytes;
            this.trailers = trailers;
            this.complete = complete;
        }

        byte[] bytes() {
            return bytes;
        }

        Fields trailers() {
            return trailers;
        }

        boolean complete() {
            return complete;
        }
    }

    private static final class EndOfStream extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private static final int LONGEST_LINE = 256 << 10;
    private static final Pattern REQUEST_LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) (HTTP/1\\.[01])");
    private static final Pattern STATUS_LINE = Pattern.compile("(HTTP/1\\.[01]) ([1-9][0-9]{2}) ([\t -~\\x80-\\xff]*)");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\\x80-\\xff]*?)[ \t]*");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})[ \t]*(;.*)?");

    private final Wire wire;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).limit(0);
    private ByteArrayOutputStream raw = new ByteArrayOutputStream();

    MessageReader(Wire wire) {
        this.wire = wire;
    }

    /** The head of the next request, or null when the stream ended where a request could have begun. */
    @Nullable
    Start readRequestStart(Duration patience) {
        return readStart(REQUEST_LINE, patience);
    }

    /** The head of the next response, or null when the stream ended where a response could have begun. */
    @Nullable
    Start readResponseStart(Duration patience) {
        return readStart(STATUS_LINE, patience);
    }

    private @Nullable Start readStart(Pattern firstLine, Duration patience) {
        raw = new ByteArrayOutputStream();
        if (!fill(patience)) {
            return null;
        }
        try {
            String line = readLine(patience);
            var match = firstLine.matcher(line);
            if (!match.matches()) {
                throw new ProtocolViolation("not a first line: \"" + line + "\"");
            }
            return new Start(match.group(1), match.group(2), match.group(3), readFields(patience));
        } catch (EndOfStream e) {
            throw new ProtocolViolation("the stream ended within a head: \"" + latin1(raw.toByteArray()) + "\"");
        }
    }

    private Fields readFields(Duration patience) {
        List<Fields.Field> fields = new ArrayList<>();
        for (String line = readLine(patience); !line.isEmpty(); line = readLine(patience)) {
            var match = FIELD.matcher(line);
            if (!match.matches()) {
                throw new ProtocolViolation("not a field: \"" + line + "\"");
            }
            fields.add(new Fields.Field(match.group(1), match.group(2)));
        }
        return new Fields(fields);
    }

    /** The body of the request whose head was read last. */
    Body readRequestBody(Start start, Duration patience) {
        Fields fields = start.fields();
        if (start.third().equals("HTTP/1.1") && fields.all("Host").size() != 1) {
            throw new ProtocolViolation("expected one Host: " + fields);
        }
        return isFramed(fields) ? readFramed(fields, patience) : Body.NONE;
    }

    /** The body of the response whose head was read last, to a request of this method. */
    Body readResponseBody(Start start, String method, Duration patience) {
        int status = Integer.parseInt(start.second());
        Fields fields = start.fields();
        boolean framed = isFramed(fields);
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return Body.NONE;
        }
        return framed ? readFramed(fields, patience) : readUntilEnd(patience);
    }

    private static boolean isFramed(Fields fields) {
        List<String> lengths = fields.all("Content-Length");
        List<String> codings = fields.all("Transfer-Encoding");
        if (lengths.size() + codings.size() > 1) {
            throw new ProtocolViolation("ambiguous framing: " + fields);
        }
        if (!codings.isEmpty() && !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new ProtocolViolation("Transfer-Encoding: " + codings.get(0) + " (expected: chunked)");
        }
        if (!lengths.isEmpty() && !lengths.get(0).matches("[0-9]{1,18}")) {
            throw new ProtocolViolation("Content-Length: " + lengths.get(0) + " (expected: digits)");
        }
        return lengths.size() + codings.size() == 1;
    }

    private Body readFramed(Fields fields, Duration patience) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            Fields trailers = Fields.NONE;
            if (fields.has("Content-Length")) {
                copy(Long.parseLong(fields.only("Content-Length")), body, patience);
            } else {
                trailers = copyChunks(body, patience);
            }
            return new Body(body.toByteArray(), trailers, true);
        } catch (EndOfStream e) {
            return new Body(body.toByteArray(), Fields.NONE, false);
        }
    }

    private Fields copyChunks(ByteArrayOutputStream body, Duration patience) {
        while (true) {
            String line = readLine(patience);
            var match = CHUNK_SIZE.matcher(line);
            if (!match.matches()) {
                throw new ProtocolViolation("not a chunk size: \"" + line + "\"");
            }
            long size = Long.parseLong(match.group(1), 16);
            if (size == 0) {
                return readFields(patience);
            }
            copy(size, body, patience);
            String end = readLine(patience);
            if (!end.isEmpty()) {
                throw new ProtocolViolation("a chunk of " + size + " bytes is followed by \"" + end + "\"");
            }
        }
    }

    private Body readUntilEnd(Duration patience) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (fill(patience)) {
            copy(buffer.remaining(), body, patience);
        }
        return new Body(body.toByteArray(), Fields.NONE, wire.ending() == Ending.END);
    }

    /** What was read since the last head began, as it came. */
    byte[] raw() {
        return raw.toByteArray();
    }

    /** Exactly {@code count} bytes, or fewer when the stream ended before. */
    byte[] readBytes(long count, Duration patience) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            copy(count, bytes, patience);
        } catch (EndOfStream e) {
            // what came is the answer
        }
        return bytes.toByteArray();
    }

    /** Waits for a byte; false at the end of the stream. */
    boolean fill(Duration patience) {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int count = wire.read(buffer, patience);
        buffer.flip();
        return count > 0;
    }

    /** A copy of what is there. */
    byte[] peek() {
        return Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    }

    /** Drops what is there. */
    void skip() {
        buffer.position(buffer.limit());
    }

    private void copy(long count, ByteArrayOutputStream to, Duration patience) {
        long left = count;
        while (left > 0) {
            if (!fill(patience)) {
                throw new EndOfStream();
            }
            int piece = (int) Math.min(left, buffer.remaining());
            to.write(buffer.array(), buffer.position(), piece);
            raw.write(buffer.array(), buffer.position(), piece);
            buffer.position(buffer.position() + piece);
            left -= piece;
        }
    }

    /** A line that ends in CRLF, without it; a CR or LF alone is a violation. */
    private String readLine(Duration patience) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = readByte(patience);
            if (next == '\n' || line.size() > LONGEST_LINE) {
                throw new ProtocolViolation("not a line: \"" + latin1(line.toByteArray()) + "\"");
            }
            if (next != '\r') {
                line.write(next);
            } else if (readByte(patience) == '\n') {
                return latin1(line.toByteArray());
            } else {
                throw new ProtocolViolation("a CR alone after \"" + latin1(line.toByteArray()) + "\"");
            }
        }
    }

    private int readByte(Duration patience) {
        if (!fill(patience)) {
            throw new EndOfStream();
        }
        byte next = buffer.get();
        raw.write(next);
        return next & 0xff;
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
