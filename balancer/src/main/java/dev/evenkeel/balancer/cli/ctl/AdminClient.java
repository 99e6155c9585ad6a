package dev.evenkeel.balancer.cli.ctl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Asks the admin API of a daemon, one connection for each call: over TCP or a Unix-domain socket. Blocks. */
final class AdminClient {
    private static final String UNIX = "unix:";
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
            ByteBuffer request = ByteBuffer.wrap(request(method, target, body));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return answer(readToEnd(channel));
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

    private byte[] request(String method, String target, String body) {
        var head = new StringBuilder(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n");
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
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            throw new IOException("what answers there is not the admin API of a daemon");
        }
        int status = Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        return new Answer(status, text.substring(end + 4));
    }
}
