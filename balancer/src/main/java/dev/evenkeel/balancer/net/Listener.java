package dev.evenkeel.balancer.net;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.http1.ClientConnection;
import dev.evenkeel.balancer.http1.RequestHeads;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at the addresses of one listener: at each internet address with one socket for each event loop
 * ({@code SO_REUSEPORT}), so that a connection lives and dies on the loop that accepted it.
 */
public final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 4096;

    /** After this a connection is taken though nothing came on it. The kernel counts in resent SYN-ACKs; one is least. */
    private static final int SECONDS_OF_SILENCE = 1;

    private final String name;
    private volatile List<Address> bind;
    private final Loops loops;
    private final ConnectionLimit limit;
    private final List<ConnectionSet> connections;
    private final List<RequestHeads> heads;
    private final List<RequestHandler> handlers;
    private final Map<Address, Opening> openings = new ConcurrentHashMap<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private volatile boolean closing;

    /** An address that is listened at: as it is bound, and the sockets there. */
    private record Opening(SocketAddress address, List<Channel> sockets) {}

    /**
     * @param maxConnections open connections beyond which none is accepted; {@link Integer#MAX_VALUE} for unlimited
     * @param handlers makes what the requests of one event loop go to; called once for each loop
     */
    public Listener(
            String name,
            List<Address> bind,
            int maxConnections,
            Loops loops,
            BiFunction<Listener, Loop, RequestHandler> handlers) {
        this.name = requireNonNull(name, "name");
        this.bind = List.copyOf(bind);
        this.loops = requireNonNull(loops, "loops");
        this.limit = new ConnectionLimit(maxConnections);
        this.connections = loops.all().stream().map(loop -> new ConnectionSet()).toList();
        this.heads = loops.all().stream().map(loop -> new RequestHeads()).toList();
        this.handlers =
                loops.all().stream().map(loop -> handlers.apply(this, loop)).toList();
    }

    public String name() {
        return name;
    }

    /** Where it listens, with the ports that the kernel chose. */
    public List<SocketAddress> addresses() {
        return bind.stream()
                .map(openings::get)
                .filter(Objects::nonNull)
                .map(Opening::address)
                .toList();
    }

    /** How many connections are open. */
    public int openConnections() {
        return limit.open();
    }

    /** Whether it takes no new work: answers end their connections. */
    public boolean closing() {
        return closing;
    }

    /**
     * Begins to listen. Blocks until it does.
     *
     * @throws IOException if one of the addresses cannot be bound, with the address and the reason
     */
    public void open() throws IOException {
        open(bind);
    }

    /**
     * Listens at these addresses too; to be followed by {@link #keepOnly}. Blocks.
     *
     * @throws IOException if one of the addresses cannot be bound, with the address and the reason
     */
    public void open(List<Address> more) throws IOException {
        for (Address address : more) {
            if (!openings.containsKey(address)) {
                openings.put(address, bindAt(BindAddress.resolve(address)));
            }
        }
    }

    /** Listens at these addresses and no others. Connections that came by way of others stay. Blocks. */
    public void keepOnly(List<Address> kept) {
        bind = List.copyOf(kept);
        openings.keySet().stream().filter(address -> !kept.contains(address)).forEach(this::unbind);
    }

    /** Takes over another bound on open connections. */
    public void maxConnections(int most) {
        limit.set(most);
        accept();
    }

    private Opening bindAt(SocketAddress address) throws IOException {
        var sockets = new ArrayList<Channel>();
        try {
            boolean shared = address instanceof DomainSocketAddress;
            SocketAddress actual = shared ? bindShared(address, sockets) : bindEach(address, sockets);
            return new Opening(actual, List.copyOf(sockets));
        } catch (IOException e) {
            close(sockets);
            throw e;
        }
    }

    private SocketAddress bindEach(SocketAddress address, List<Channel> sockets) throws IOException {
        SocketAddress actual = address;
        for (Loop loop : loops.all()) {
            actual = bindOne(actual, loop, List.of(loop), sockets);
        }
        return actual;
    }

    private SocketAddress bindShared(SocketAddress address, List<Channel> sockets) throws IOException {
        bindOne(address, loops.all().get(0), loops.all(), sockets);
        return address;
    }

    private SocketAddress bindOne(SocketAddress address, Loop loop, List<Loop> targets, List<Channel> sockets)
            throws IOException {
        Transport transport = loops.transport();
        ServerChannel socket = transport.newServerChannel(address);
        sockets.add(socket);
        socket.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        if (address instanceof InetSocketAddress) {
            socket.config().setOption(ChannelOption.SO_REUSEADDR, true);
            socket.config().setOption(transport.reusePort(), true);
            ChannelOption<Integer> deferAccept = transport.deferAccept();
            if (deferAccept != null) {
                socket.config().setOption(deferAccept, SECONDS_OF_SILENCE);
            }
        }
        socket.pipeline().addLast(new Acceptor(targets, this::newConnection));
        loop.eventLoop().register(socket).awaitUninterruptibly();
        ChannelFuture binding = socket.bind(transport.adapt(address)).awaitUninterruptibly();
        if (binding.cause() != null) {
            throw new IOException(
                    "cannot listen on " + address + ": " + binding.cause().getMessage(), binding.cause());
        }
        return requireNonNull(socket.localAddress(), "localAddress");
    }

    private ClientConnection newConnection(Loop loop) {
        return new ClientConnection(loop, handlers.get(loop.number()), heads.get(loop.number()));
    }

    /** A connection was opened; on its loop. One that came at the last moment may still send its request. */
    public void opened(ClientTransport connection, Loop loop) {
        connections.get(loop.number()).add(connection);
        if (limit.opened()) {
            sockets().forEach(socket -> socket.config().setAutoRead(false));
            if (!limit.reached()) {
                accept();
            }
        }
        if (closing) {
            loop.eventLoop().schedule(connection::drain, SECONDS_OF_SILENCE, TimeUnit.SECONDS);
        }
    }

    /** A connection was closed; on its loop. */
    public void closed(ClientTransport connection, Loop loop) {
        connections.get(loop.number()).remove(connection);
        if (limit.closed()) {
            accept();
        }
    }

    private Stream<Channel> sockets() {
        return openings.values().stream().flatMap(opening -> opening.sockets().stream());
    }

    private void accept() {
        sockets().forEach(socket -> socket.config().setAutoRead(true));
    }

    /**
     * Behaves for a while as a server that was killed does: closes its connections and refuses new ones. Returns at once.
     * Does nothing while such a time lasts.
     */
    public void takeDown(Duration time) {
        if (closing || !down.compareAndSet(false, true)) {
            return;
        }
        Thread outage = new Thread(() -> beDown(time), "outage-" + name);
        outage.setDaemon(true);
        outage.start();
    }

    private void beDown(Duration time) {
        try {
            Map<Address, Opening> before = Map.copyOf(openings);
            before.values().forEach(opening -> close(opening.sockets()));
            cut();
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            if (!closing) {
                for (var opening : before.entrySet()) {
                    openings.put(opening.getKey(), bindAt(opening.getValue().address()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("Listener {} stays down: {}", name, e.getMessage());
        } finally {
            down.set(false);
        }
    }

    /** Accepts nothing more, closes idle connections, and lets those in use end with the response under way. */
    public void close() {
        closing = true;
        openings.keySet().forEach(this::unbind);
        loops.all().forEach(loop -> loop.execute(connections.get(loop.number())::drain));
    }

    /** Closes all connections now. */
    public void cut() {
        loops.all().forEach(loop -> loop.execute(connections.get(loop.number())::cut));
    }

    private void unbind(Address address) {
        Opening opening = openings.remove(address);
        if (opening == null) {
            return;
        }
        close(opening.sockets());
        if (address instanceof Address.Unix unix) {
            try {
                Files.deleteIfExists(Path.of(unix.path()));
            } catch (IOException e) {
                LOG.warn("The socket file {} could not be removed: {}", unix.path(), e.getMessage());
            }
        }
    }

    private static void close(List<Channel> sockets) {
        for (Channel socket : sockets) {
            socket.close().awaitUninterruptibly(TimeUnit.SECONDS.toMillis(1));
        }
    }
}
