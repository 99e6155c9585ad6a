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

/** A server that sends the same bytes on each connection once it read a head, and then closes or keeps silent. */
final class Peer implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final List<SocketChannel> accepted = new CopyOnWriteArrayList<>();
    final List<String> heads = new CopyOnWriteArrayList<>();
    private final String answer;
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

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel connection = listening.accept();
                accepted.add(connection);
                serve(connection);
            } catch (IOException e) {
                // the peer or the probe went away
            }
        }
    }

    private void serve(SocketChannel connection) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line).append('\n');
        }
        heads.add(head.toString());
        connection.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
        if (closing) {
            connection.close();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (SocketChannel connection : accepted) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
