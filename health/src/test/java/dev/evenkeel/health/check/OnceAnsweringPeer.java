package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers the first request on each connection, and closes the connection when it has read the second. */
final class OnceAnsweringPeer implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final String answer;
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger unanswered = new AtomicInteger();

    OnceAnsweringPeer(ServerSocketChannel bound, String answer) {
        listening = bound;
        this.answer = answer;
        Thread thread = new Thread(this::serve, "once-answering-peer");
        thread.setDaemon(true);
        thread.start();
    }

    SocketAddress address() throws IOException {
        return listening.getLocalAddress();
    }

    private void serve() {
        while (listening.isOpen()) {
            try (SocketChannel connection = listening.accept()) {
                connections.incrementAndGet();
                InputStream in = Channels.newInputStream(connection);
                if (readHead(in)) {
                    connection.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
                    if (readHead(in)) {
                        unanswered.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                // the peer or the probe went away
            }
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
