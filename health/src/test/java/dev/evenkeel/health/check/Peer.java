package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A server that sends the same bytes each time it has read a head, and then closes the connection or waits for the next head on
 * it.
 */
final class Peer implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final List<SocketChannel> accepted = new CopyOnWriteArrayList<>();
    final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String answer;

    /** A connection was ended from the other side. */
    final CountDownLatch ended = new CountDownLatch(1);

    private final boolean closing;

    Peer(ServerSocketChannel bound, String answer, boolean closing) {
        this.listening = bound;
        this.answer = answer;
        this.closing = closing;
        Thread thread = new Thread(this::accept, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    SocketAddress address() {
        try {
            return listening.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections that were made to it. */
    int connections() {
        return accepted.size();
    }

    /** Sends these bytes in place of those of before from the next head on. */
    void answer(String next) {
        answer = next;
    }

    /** Ends all connections that it has. */
    void closeConnections() throws IOException {
        for (SocketChannel connection : accepted) {
            connection.close();
        }
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel connection = listening.accept();
                accepted.add(connection);
                Thread thread = new Thread(() -> serve(connection), "peer");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // the peer or the probe went away
            }
        }
    }

    private void serve(SocketChannel connection) {
        try {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), ISO_8859_1));
            do {
                StringBuilder head = new StringBuilder();
                String line = reader.readLine();
                for (; line != null && !line.isEmpty(); line = reader.readLine()) {
                    head.append(line).append('\n');
                }
                if (line == null) {
                    ended.countDown();
                    return;
                }
                heads.add(head.toString());
                connection.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
            } while (!closing);
            connection.close();
        } catch (IOException e) {
            ended.countDown(); // the peer or the probe went away
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            closeConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
