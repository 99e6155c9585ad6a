package dev.evenkeel.bench.nodrop;

import dev.evenkeel.bench.nodrop.proxy.Member;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * A proxy that hands each connection to the backend that got the least so far, with one flaw or none. Handed out in
 * turn, connections that are kept for many requests would leave the shares of requests to chance. It cannot be told of
 * changes.
 */
final class Relay implements TestedProxy, AutoCloseable {
    private static final int EACH = 15;

    enum Flaw {
        NONE,
        /** Ends some connections after the first bytes of the client. */
        DROPS,
        /** Sends what clients send to two backends. */
        DUPLICATES,
        /** Changes the last byte of some pieces of responses. */
        CORRUPTS,
        /** Prefers the first backend. */
        FAVOURS,
        /** Answers some connections itself, with what looks like a success. */
        MAKES_UP
    }

    private final ServerSocket listener;
    private final List<Integer> backends;
    private final Flaw flaw;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger pieces = new AtomicInteger();
    private final AtomicIntegerArray sent;

    Relay(int port, List<Integer> backends, Flaw flaw) {
        this.backends = List.copyOf(backends);
        this.flaw = flaw;
        this.sent = new AtomicIntegerArray(backends.size());
        try {
            listener = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client, connections.getAndIncrement()));
            }
        } catch (IOException e) {
            threads.shutdownNow();
        }
    }

    private void serve(Socket client, int number) {
        boolean flawed = number % EACH == EACH - 1;
        int backend = flaw == Flaw.FAVOURS && number % 4 != 0 ? 0 : leastSent();
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), backends.get(backend));
                Socket second = new Socket(InetAddress.getLoopbackAddress(), backends.get(0))) {
            if (flawed && flaw == Flaw.DROPS) {
                client.getInputStream().read();
                return;
            }
            threads.execute(() -> pump(server, client, flaw == Flaw.CORRUPTS));
            InputStream in = client.getInputStream();
            byte[] piece = new byte[8192];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (flawed
                        && flaw == Flaw.MAKES_UP
                        && new String(piece, 0, 4, java.nio.charset.StandardCharsets.US_ASCII).equals("POST")) {
                    madeUp(client, new String(piece, 0, count, java.nio.charset.StandardCharsets.ISO_8859_1));
                    return;
                }
                server.getOutputStream().write(piece, 0, count);
                sent.incrementAndGet(backend);
                if (flaw == Flaw.DUPLICATES) {
                    second.getOutputStream().write(piece, 0, count);
                }
            }
            server.shutdownOutput();
        } catch (IOException e) {
            // Either side has ended, and with it the other.
        }
    }

    /** The backend that got the least: each connection counts, and each piece sent on it, which is about a request. */
    private synchronized int leastSent() {
        int least = IntStream.range(0, backends.size())
                .boxed()
                .min(Comparator.comparingInt(sent::get))
                .orElseThrow();
        sent.incrementAndGet(least);
        return least;
    }

    private static void madeUp(Socket client, String request) throws IOException {
        String id = request.replaceAll("(?s).*nodrop=([0-9]+).*", "$1");
        int length = Integer.parseInt(request.replaceAll("(?s).*bytes=([0-9]+).*", "$1"));
        byte[] body = new byte[length];
        dev.evenkeel.bench.nodrop.origin.Content.fill(Long.parseLong(id), 0, body, length);
        String head = "HTTP/1.1 200 OK\r\nX-Nodrop: " + id + "\r\nConnection: close\r\nContent-Length: " + length
                + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
    }

    private void pump(Socket from, Socket to, boolean corrupt) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[8192];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (corrupt && pieces.getAndIncrement() % EACH == EACH - 1) {
                    piece[count - 1]++;
                }
                out.write(piece, 0, count);
            }
            to.close();
        } catch (IOException e) {
            // Either side has ended, and with it the other.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void add(String pool, Member member) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void weight(String pool, Member member, int weight) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void drain(String pool, Member member) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void ready(String pool, Member member) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String pool, Member member) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void backendKeepAlive(String pool, boolean on) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clientKeepAlive(boolean on) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reload(String pool, Member member, int weight, boolean bySignal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean settled(String pool, Member member) {
        return true;
    }

    @Override
    public Path accessLog() {
        return Path.of("there is none");
    }

    @Override
    public Optional<LogEntry> parse(String line) {
        return Optional.empty();
    }

    @Override
    public String ownFailures() {
        return "";
    }

    @Override
    public void requireAlive() {
        // It is a part of the test.
    }
}
