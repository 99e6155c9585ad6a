package dev.evenkeel.bench.nodrop.origin;

import dev.evenkeel.bench.nodrop.origin.Journal.Mark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server that does what the request says, and writes down what it did before it answers. A thread for each connection.
 *
 * <p>It keeps an unused connection for two seconds and does not announce that, as gunicorn does. On SIGTERM it stops
 * listening, finishes what it has, says {@code Connection: close} in each response, and ends when the last
 * connection has ended.
 */
public final class OriginServer {
    private static final int BACKLOG = 1024;
    private static final int LOOK_AROUND_MILLIS = 50;
    private static final int GRACE_SECONDS = 15;

    private final ServerSocket listener;
    private final Journal journal;
    private final Greeting greeting;
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private volatile boolean stopping;

    private OriginServer(ServerSocket listener, Journal journal, Greeting greeting) {
        this.listener = listener;
        this.journal = journal;
        this.greeting = greeting;
    }

    /**
     * Serves until SIGTERM.
     *
     * @param arguments a port of the loopback address, the file for the journal, and the status and body of the answer to who orders
     *     nothing, such as a health check
     */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Journal journal = Journal.open(Path.of(arguments[1]));
        Greeting greeting = new Greeting(Integer.parseInt(arguments[2]), arguments[3]);
        OriginServer server = new OriginServer(new ServerSocket(), journal, greeting);
        Thread acceptor = new Thread(() -> server.accept(port), "accept");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(acceptor), "stop"));
        acceptor.start();
    }

    /**
     * Whoever had connected at the last look is served. No look can be the last and leave no gap before the close: who comes
     * in between is reset by the kernel, so the journal says when that was.
     */
    private void accept(int port) {
        try (listener) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            long look;
            do {
                look = System.currentTimeMillis();
            } while (acceptOne() || !stopping);
            listener.close();
            journal.write(Mark.LISTENER_CLOSED, look);
        } catch (IOException e) {
            System.err.println("accept: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private boolean acceptOne() throws IOException {
        try {
            listener.setSoTimeout(stopping ? 1 : LOOK_AROUND_MILLIS);
            Socket socket = listener.accept();
            connections.execute(new OriginConnection(socket, journal, greeting, () -> stopping));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void stop(Thread acceptor) {
        stopping = true;
        try {
            acceptor.join();
            connections.shutdown();
            connections.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
