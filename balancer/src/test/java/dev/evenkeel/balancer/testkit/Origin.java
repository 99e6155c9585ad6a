package dev.evenkeel.balancer.testkit;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers as it is told and records what it saw: which connections, which requests on
 * which of them, and every byte.
 *
 * <p>By default it answers every request with 200 and its own name. Requests must be well formed:
 * {@link Scene} fails the test if one was not. Safe from any thread.
 */
public final class Origin implements AutoCloseable {

    private final String name;
    private final List<Conversation> connections = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> complaints = new CopyOnWriteArrayList<>();
    private final @Nullable SocketChannel port;
    private final SocketAddress address;
    private volatile Script script;
    private @Nullable ServerSocketChannel listening;
    private @Nullable Thread accepting;

    private Origin(String name, @Nullable SocketChannel port, SocketAddress address) {
        this.name = name;
        this.port = port;
        this.address = address;
        this.script = inTurn(Answers.ok(name));
        start();
    }

    /** A server on a port that nobody else gets while it is stopped: a socket that never listens is bound to it too. */
    static Origin onPort(String name, SocketAddress bind) {
        try {
            SocketChannel port = SocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true);
            port.bind(bind);
            return new Origin(name, port, port.getLocalAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Origin onUnixSocket(String name) {
        try {
            Path socket = Files.createTempDirectory("evenkeel").resolve(name + ".sock");
            return new Origin(name, null, UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what it does

    /** Gives the first request the first of {@code answers}, the second the second, and so on; the last for all the rest. */
    public Origin answering(Answer... answers) {
        return playing(inTurn(answers));
    }

    private Script inTurn(Answer... answers) {
        int before = requests.size();
        return with -> {
            for (RecordedRequest request = with.readRequest(); request != null; request = with.readRequest()) {
                if (!request.isComplete()) {
                    return;
                }
                int index = requests.indexOf(request) - before;
                answers[Math.min(index, answers.length - 1)].give(request, with);
                if (with.isClosed() || request.fields().listHas("Connection", "close")) {
                    return;
                }
            }
        };
    }

    /** Leaves each connection to {@code script}. */
    public Origin playing(Script next) {
        script = next;
        return this;
    }

    /** Sends {@code count} responses on a connection, then closes it without a word of warning. */
    public Origin closingAfter(int count) {
        return playing(with -> {
            for (int i = 0; i < count; i++) {
                if (with.readRequest() == null) {
                    return;
                }
                with.respond(200, name);
            }
        });
    }

    /** Reads requests and never says a word. */
    public Origin silent() {
        return answering(Answers.silence());
    }

    /** Bounds what the kernel takes in unread on connections to come, in bytes. */
    public Origin withReceiveBuffer(int bytes) {
        try {
            listening().setOption(StandardSocketOptions.SO_RCVBUF, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- its life

    /** Listens, on the same address as before. */
    public synchronized void start() {
        try {
            ServerSocketChannel channel = address instanceof UnixDomainSocketAddress
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true);
            bind(channel);
            listening = channel;
            accepting = run("accept", () -> accept(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /**
     * Again and again for a while: a process that another test starts has this one's sockets too until it runs its own
     * program, and so may keep the listener of before alive.
     */
    private void bind(ServerSocketChannel channel) {
        await().pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> {
                    channel.bind(address);
                    return true;
                });
    }

    /** Dies: connections are refused from now on, and the open ones end. */
    public void stop() {
        stopAccepting();
        connections.forEach(Conversation::close);
    }

    /** Refuses connections from now on; the open ones go on. */
    public synchronized void stopAccepting() {
        try {
            listening().close();
            awaitAcceptingToEnd();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kernel keeps a listener for as long as a thread is in its accept call. */
    private void awaitAcceptingToEnd() {
        try {
            requireNonNull(accepting).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        giveUpPort();
        if (address instanceof UnixDomainSocketAddress unix) {
            delete(requireNonNull(unix.getPath().getParent()));
        }
    }

    private void giveUpPort() {
        try {
            if (port != null) {
                port.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized ServerSocketChannel listening() {
        return requireNonNull(listening);
    }

    private Thread run(String what, Runnable task) {
        Thread thread = new Thread(task, name + "-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                SocketChannel accepted = channel.accept();
                Conversation with = new Conversation(this, connections.size() + 1, new Wire(accepted));
                connections.add(with);
                run("connection-" + with.number(), () -> converse(with));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Conversation with) {
        try {
            script.play(with);
        } catch (UncheckedIOException e) {
            // the peer went away, or the scene is over
        } catch (RuntimeException | Error e) {
            complaints.add(e);
        } finally {
            with.close();
        }
    }

    void record(RecordedRequest request) {
        requests.add(request);
    }

    // ---- what it saw

    /** The address as the configuration names it, in quotes. */
    public String address() {
        return '"' + endpoint() + '"';
    }

    /** The address: {@code 127.0.0.1:port} or {@code unix:path}. */
    public String endpoint() {
        if (address instanceof UnixDomainSocketAddress unix) {
            return "unix:" + unix.getPath();
        }
        return "127.0.0.1:" + ((InetSocketAddress) address).getPort();
    }

    /** The socket address. */
    public SocketAddress socketAddress() {
        return address;
    }

    /** Every request whose head was read, in order. */
    public List<RecordedRequest> requests() {
        return new ArrayList<>(requests);
    }

    /** Every connection accepted, in order. */
    public List<Conversation> connections() {
        return new ArrayList<>(connections);
    }

    /** Waits for request number {@code n}, from 1, to be read whole. */
    public RecordedRequest awaitRequest(int n) {
        RecordedRequest request = awaitHead(n);
        await("request " + n + " at " + name + " is complete")
                .atMost(Wire.PATIENCE)
                .until(request::isComplete);
        return request;
    }

    /** Waits for the head of request number {@code n}, from 1. */
    public RecordedRequest awaitHead(int n) {
        await("request " + n + " comes to " + name).atMost(Wire.PATIENCE).until(() -> requests.size() >= n);
        return requests.get(n - 1);
    }

    /** Waits for connection number {@code n}, from 1. */
    public Conversation awaitConnection(int n) {
        await("connection " + n + " comes to " + name).atMost(Wire.PATIENCE).until(() -> connections.size() >= n);
        return connections.get(n - 1);
    }

    /** What was wrong with what came, or with the script itself. */
    public List<Throwable> complaints() {
        return new ArrayList<>(complaints);
    }

    /** The complaints so far, which then no longer fail the test: for tests that provoke them. */
    public List<Throwable> takeComplaints() {
        List<Throwable> taken = complaints();
        complaints.removeAll(taken);
        return taken;
    }

    @Override
    public String toString() {
        return name + " at " + endpoint();
    }
}
