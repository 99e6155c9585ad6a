package dev.evenkeel.bench.scale;

import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask for the same small thing, together every millisecond, each on a connection of its own, so that none waits
 * for the answer to another. Each answer is timed from the moment at which its request was due: whatever pauses the event
 * loop shows in full, however many requests it holds up.
 */
final class Trickle implements AutoCloseable {
    private static final int CLIENTS = 50;
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Client> clients = new ArrayList<>();

    private Trickle() {}

    /** Begins to ask at a port of the loopback address. */
    static Trickle start(int port) {
        var trickle = new Trickle();
        long first = System.nanoTime();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                trickle.clients.add(new Client(port, first + i * BETWEEN_NANOS));
            }
        } catch (IOException e) {
            trickle.close();
            throw new RigException("the daemon takes no connection: " + e, e);
        }
        trickle.clients.forEach(Client::start);
        return trickle;
    }

    /** Forgets the longest delay so far. */
    void restart() {
        clients.forEach(client -> client.longestNanos = 0);
    }

    /** The longest delay of an answer since {@link #restart}, in milliseconds; fails if a request failed. */
    double longestMillis() {
        long longest = 0;
        for (Client client : clients) {
            String why = client.failure;
            if (why != null) {
                throw new RigException("a request failed: " + why);
            }
            longest = Math.max(longest, client.longestNanos);
        }
        return longest / 1e6;
    }

    @Override
    public void close() {
        clients.forEach(client -> client.stopped = true);
        clients.forEach(Client::close);
    }

    /** Asks on one connection. */
    private static final class Client {
        private static final long EVERY_NANOS = CLIENTS * BETWEEN_NANOS;
        private static final byte[] REQUEST =
                "GET /1k HTTP/1.1\r\nHost: scale\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final int BODY_BYTES = 1024;

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final Thread thread = new Thread(this::run, "trickle");
        private final byte[] buffer = new byte[4 * 1024];
        private final long first;
        private volatile boolean stopped;
        private volatile long longestNanos;
        private volatile @Nullable String failure;

        /**
         * @param first when it asks first, as {@link System#nanoTime} has it
         */
        Client(int port, long first) throws IOException {
            this.first = first;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        void start() {
            thread.start();
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread, save for the restart
        private void run() {
            try {
                for (long due = first; !stopped; due += EVERY_NANOS) {
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    out.write(REQUEST);
                    readAnswer();
                    longestNanos = Math.max(longestNanos, System.nanoTime() - due);
                }
            } catch (IOException | RuntimeException e) {
                failure = stopped ? null : e.toString();
            }
        }

        private void readAnswer() throws IOException {
            int length = 0;
            while (true) {
                int read = in.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    throw new IOException("the connection was closed after " + length + " bytes of an answer");
                }
                length += read;
                int head = endOfHead(length);
                if (head >= 0 && length >= head + BODY_BYTES) {
                    requireGood();
                    return;
                }
                if (length == buffer.length || (head >= 0 && !isGood())) {
                    requireGood();
                }
            }
        }

        private int endOfHead(int length) {
            for (int i = 0; i + HEAD_END.length <= length; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    return i + HEAD_END.length;
                }
            }
            return -1;
        }

        private boolean isGood() {
            return buffer[9] == '2' && buffer[10] == '0' && buffer[11] == '0';
        }

        private void requireGood() throws IOException {
            if (!isGood()) {
                throw new IOException(new String(buffer, 0, 12, StandardCharsets.US_ASCII) + " (expected: 200)");
            }
        }

        void close() {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
                socket.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new RigException("the trickle does not end: " + e, e);
            }
        }
    }
}
