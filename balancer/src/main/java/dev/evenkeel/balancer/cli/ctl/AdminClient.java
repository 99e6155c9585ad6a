package dev.evenkeel.balancer.cli.ctl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the admin API of a daemon, one connection for each call: over TCP or a Unix-domain socket. Blocks, but not for longer
 * than the daemon may be silent.
 */
final class AdminClient {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length:\\s*([0-9]{1,9})\\s*");
    private static final int LARGEST = 256 << 20;

    /** How long the daemon may leave a look at it without a byte of the answer. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** The same of a change, which may be behind a long reload. */
    private static final Duration CHANGE = Duration.ofSeconds(30);

    private final AdminAddress address;
    private final @Nullable String token;
    private final Deadline deadline;

    /**
     * @param deadline by when every call is to be over
     */
    AdminClient(AdminAddress address, @Nullable String token, Deadline deadline) {
        this.address = requireNonNull(address, "address");
        this.token = token;
        this.deadline = requireNonNull(deadline, "deadline");
    }

    /** What the daemon answered. */
    record Answer(int status, String body) {
        boolean good() {
            return status < 300;
        }
    }

    /**
     * Makes a call.
     *
     * @param body JSON, or empty for none
     * @throws TimedStream.TimeIsOverException if the deadline passes before the answer is complete
     * @throws IOException if the daemon cannot be reached, does not answer or does not speak HTTP
     */
    Answer call(String method, String target, String body) throws IOException {
        try (TimedStream stream = connect(method)) {
            stream.write(ByteBuffer.wrap(request(method, target, "HTTP/1.1", body)));
            InputStream in = new BufferedInputStream(stream);
            return answer(head(in), in);
        }
    }

    /**
     * Reads an answer that goes on and on, line by line. Asked as HTTP/1.0, the daemon sends it without chunks.
     *
     * @param lines gets each line of the body as it comes
     * @return what the daemon answered if it refused; null if the answer was begun and has ended
     * @throws IOException if the daemon cannot be reached, or the connection breaks
     */
    @Nullable
    Answer follow(String target, Consumer<String> lines) throws IOException {
        try (TimedStream stream = connect("GET")) {
            stream.write(ByteBuffer.wrap(request("GET", target, "HTTP/1.0", "")));
            InputStream in = new BufferedInputStream(stream);
            Head head = head(in);
            if (head.status() != 200) {
                return answer(head, in);
            }
            stream.permitSilence();
            for (String line = line(in); line != null; line = line(in)) {
                lines.accept(line);
            }
            return null;
        }
    }

    private TimedStream connect(String method) throws IOException {
        return TimedStream.connect(address.resolve(), method.equals("GET") ? LOOK : CHANGE, deadline);
    }

    private byte[] request(String method, String target, String version, String body) {
        var head = new StringBuilder(method)
                .append(' ')
                .append(target)
                .append(' ')
                .append(version)
                .append("\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n");
        if (token != null) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        byte[] content = body.getBytes(UTF_8);
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(ISO_8859_1));
        all.writeBytes(content);
        return all.toByteArray();
    }

    /**
     * The beginning of an answer.
     *
     * @param length of the body in bytes; -1 if it goes on until the connection ends
     */
    private record Head(int status, int length) {}

    private static Head head(InputStream in) throws IOException {
        int status = status(String.valueOf(line(in)));
        int length = -1;
        for (String field = line(in); !"".equals(field); field = line(in)) {
            Matcher matcher = CONTENT_LENGTH.matcher(String.valueOf(field));
            if (field == null) {
                throw notTheApi();
            } else if (matcher.matches()) {
                length = Integer.parseInt(matcher.group(1));
            }
        }
        return new Head(status, length);
    }

    private static Answer answer(Head head, InputStream in) throws IOException {
        byte[] body = in.readNBytes(head.length() < 0 ? LARGEST : head.length());
        if (body.length < head.length()) {
            throw new IOException("the answer was cut short");
        }
        return new Answer(head.status(), new String(body, UTF_8));
    }

    /** The next line without its end; null if there is none. */
    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        String text = line.toString(UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int status(String statusLine) throws IOException {
        Matcher matcher = STATUS_LINE.matcher(statusLine);
        if (!matcher.lookingAt()) {
            throw notTheApi();
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static IOException notTheApi() {
        return new IOException("what answers there is not the admin API of a daemon");
    }
}
