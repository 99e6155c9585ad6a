package dev.evenkeel.balancer.net;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address that is listened at: an internet address with one socket for each event loop ({@code SO_REUSEPORT}), so that a
 * connection lives and dies on the loop that accepted it; a Unix-domain socket with one for all loops.
 *
 * <p>Its connections go to one listener, which may be another later. Before there is one, whoever comes waits in the kernel.
 *
 * <p>Methods block, save {@link #accepting} and {@link #address}, which are for any thread.
 */
final class Binding {
    /** After this a connection is taken though nothing came on it. The kernel counts in resent SYN-ACKs; one is least. */
    static final int SECONDS_OF_SILENCE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);
    private static final int BACKLOG = 4096;

    private final Address configured;
    private final SocketAddress wanted;
    private final Loops loops;
    private volatile SocketAddress address;
    private volatile List<Channel> sockets = List.of();
    private volatile @Nullable Listener listener;
    private boolean closed;

    /**
     * Listens, and accepts nothing yet.
     *
     * @param configured as the configuration has it
     * @param address the same, looked up
     * @throws IOException if the address cannot be bound, with the address and the reason
     */
    Binding(Address configured, SocketAddress address, Loops loops) throws IOException {
        this.configured = configured;
        wanted = address;
        this.address = address;
        this.loops = loops;
        bind();
    }

    /** As the configuration has it. */
    Address configured() {
        return configured;
    }

    /** The same, looked up. The kernel may name it otherwise once it is bound. */
    SocketAddress wanted() {
        return wanted;
    }

    /** Where it listens, with the port that the kernel chose. */
    SocketAddress address() {
        return address;
    }

    /** Lets new connections go to this listener. Those that are open stay with the one before. */
    void handTo(Listener next) {
        listener = next;
        accepting(next.hasRoom());
    }

    /** Lets new connections in, or lets them wait in the kernel. */
    void accepting(boolean wanted) {
        sockets.forEach(socket -> socket.config().setAutoRead(wanted));
    }

    /** Refuses connections, until {@link #resume}. */
    synchronized void suspend() {
        closeSockets();
    }

    /**
     * Listens again, unless it was closed meanwhile.
     *
     * @throws IOException if the address cannot be bound any more
     */
    synchronized void resume() throws IOException {
        Listener owner = listener;
        if (!closed && owner != null) {
            bind();
            accepting(owner.hasRoom());
        }
    }

    /** Listens no more. Whoever waits in the kernel is let in first, if it has ever let in anybody. */
    synchronized void close() {
        closed = true;
        closeSockets();
    }

    private void bind() throws IOException {
        var opened = new ArrayList<Channel>();
        try {
            if (address instanceof DomainSocketAddress) {
                bindOne(address, loops.all().get(0), loops.all(), opened);
            } else {
                for (Loop loop : loops.all()) {
                    address = bindOne(address, loop, List.of(loop), opened);
                }
            }
            sockets = List.copyOf(opened);
        } catch (IOException e) {
            close(opened);
            throw e;
        }
    }

    private SocketAddress bindOne(SocketAddress at, Loop loop, List<Loop> targets, List<Channel> opened)
            throws IOException {
        Transport transport = loops.transport();
        ServerChannel socket = transport.newServerChannel(at);
        opened.add(socket);
        socket.config().setAutoRead(false);
        socket.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        if (at instanceof InetSocketAddress) {
            socket.config().setOption(ChannelOption.SO_REUSEADDR, true);
            socket.config().setOption(transport.reusePort(), true);
            ChannelOption<Integer> deferAccept = transport.deferAccept();
            if (deferAccept != null) {
                socket.config().setOption(deferAccept, SECONDS_OF_SILENCE);
            }
        }
        socket.pipeline().addLast(new Acceptor(targets, this::newConnection));
        loop.eventLoop().register(socket).awaitUninterruptibly();
        ChannelFuture binding = socket.bind(transport.adapt(at)).awaitUninterruptibly();
        if (binding.cause() != null) {
            throw new IOException(
                    "cannot listen on " + at + ": " + binding.cause().getMessage(), binding.cause());
        }
        return requireNonNull(socket.localAddress(), "localAddress");
    }

    private ChannelHandler newConnection(Loop loop) {
        return requireNonNull(listener, "listener").newConnection(loop);
    }

    private void closeSockets() {
        List<Channel> open = sockets;
        sockets = List.of();
        close(open);
        if (address instanceof DomainSocketAddress unix && !open.isEmpty()) {
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
