package dev.evenkeel.balancer.cli.ctl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the admin API of a daemon, one connection for each call: over TCP or a Unix-domain socket. Blocks. */
final class AdminClient {
    private static final String UNIX = "unix:";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
    private static final int LARGEST = 256 << 20;

    private final String address;
    private final @Nullable String token;

    /**
     * @param address as in {@code admin.bind}
     */
    AdminClient(String address, @Nullable String token) {
        this.address = requireNonNull(address, "address");
        this.token = token;
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
     * @throws IOException if the daemon cannot be reached or does not speak HTTP
     */
    Answer call(String method, String target, String body) throws IOException {
        try (SocketChannel channel = connect()) {
            ByteBuffer request = ByteBuffer.wrap(request(method, target, "HTTP/1.1", body));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return answer(readToEnd(channel));
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
        try (SocketChannel channel = connect()) {
            ByteBuffer request = ByteBuffer.wrap(request("GET", target, "HTTP/1.0", ""));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            var reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8));
            int status = status(String.valueOf(reader.readLine()));
            String line = reader.readLine();
            while (line != null && !line.isEmpty()) {
                line = reader.readLine();
            }
            if (status != 200) {
                return new Answer(status, reader.lines().collect(Collectors.joining("\n")));
            }
            while ((line = reader.readLine()) != null) {
                lines.accept(line);
            }
            return null;
        }
    }

    private SocketChannel connect() throws IOException {
        if (address.startsWith(UNIX)) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(address.substring(UNIX.length())));
            return channel;
        }
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            throw new IOException(address + " has no port");
        }
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return SocketChannel.open(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))));
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

    private static String readToEnd(SocketChannel channel) throws IOException {
        var all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        while (channel.read(piece) >= 0) {
            all.write(piece.array(), 0, piece.position());
            piece.clear();
            if (all.size() > LARGEST) {
                throw new IOException("the answer is longer than " + LARGEST + " bytes");
            }
        }
        return all.toString(UTF_8);
    }

    private static Answer answer(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw notTheApi();
        }
        return new Answer(status(text), text.substring(end + 4));
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
