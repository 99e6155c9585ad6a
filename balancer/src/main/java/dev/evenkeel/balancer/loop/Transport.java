package dev.evenkeel.balancer.loop;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.RuntimeConfig;
import dev.evenkeel.balancer.socket.TcpChannel;
import dev.evenkeel.balancer.socket.TcpServerChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the kernel is asked for events, and the channels that go with it. */
@SuppressWarnings("ImmutableEnumChecker") // the suppliers are constructors
public enum Transport {
    IO_URING(
            IoUringIoHandler::newFactory,
            to -> new IoUringSocketChannel(),
            to -> new IoUringDomainSocketChannel(),
            at -> new IoUringServerSocketChannel(),
            at -> new IoUringServerDomainSocketChannel()) {
        @Override
        @Nullable
        Throwable missing() {
            return IoUring.isAvailable() ? null : IoUring.unavailabilityCause();
        }
    },
    EPOLL(
            EpollIoHandler::newFactory,
            TcpChannel::new,
            to -> new EpollDomainSocketChannel(),
            TcpServerChannel::new,
            at -> new EpollServerDomainSocketChannel()) {
        @Override
        @Nullable
        Throwable missing() {
            return Epoll.isAvailable() ? null : Epoll.unavailabilityCause();
        }
    },
    NIO(
            NioIoHandler::newFactory,
            to -> new NioSocketChannel(),
            to -> new NioDomainSocketChannel(),
            at -> new NioServerSocketChannel(),
            at -> new NioServerDomainSocketChannel()) {
        @Override
        @Nullable
        Throwable missing() {
            return null;
        }
    };

    private final Supplier<IoHandlerFactory> handlerFactory;
    private final Function<SocketAddress, Channel> internetChannel;
    private final Function<SocketAddress, Channel> unixChannel;
    private final Function<SocketAddress, ServerChannel> internetServer;
    private final Function<SocketAddress, ServerChannel> unixServer;

    Transport(
            Supplier<IoHandlerFactory> handlerFactory,
            Function<SocketAddress, Channel> internetChannel,
            Function<SocketAddress, Channel> unixChannel,
            Function<SocketAddress, ServerChannel> internetServer,
            Function<SocketAddress, ServerChannel> unixServer) {
        this.handlerFactory = handlerFactory;
        this.internetChannel = internetChannel;
        this.unixChannel = unixChannel;
        this.internetServer = internetServer;
        this.unixServer = unixServer;
    }

    abstract @Nullable Throwable missing();

    /**
     * Returns the transport that the configuration asks for, or for {@code auto} the first that works here of epoll, io_uring and
     * NIO. In {@code bench/compare}, requests on kept connections cost the same with the first two, those that take a new connection
     * and large bodies less with epoll, which also starts faster and needs less memory; and many a container forbids io_uring.
     *
     * @throws IllegalStateException if the transport asked for does not work here, with the cause
     */
    public static Transport choose(RuntimeConfig.Transport wanted) {
        return switch (wanted) {
            case IO_URING -> IO_URING.required();
            case EPOLL -> EPOLL.required();
            case NIO -> NIO;
            case AUTO -> EPOLL.missing() == null ? EPOLL : IO_URING.missing() == null ? IO_URING : NIO;
        };
    }

    /**
     * The transport of the loops that serve no clients, of health checks and of the admin API. Always NIO: an io_uring makes
     * thousands of small objects for its messages before the first, which the start waits for and which stay.
     */
    public static Transport forControl() {
        return NIO;
    }

    private Transport required() {
        Throwable cause = missing();
        if (cause != null) {
            throw new IllegalStateException(
                    "runtime.transport: " + configName() + " does not work here: " + cause.getMessage()
                            + ". Use auto, which takes the best that works.",
                    cause);
        }
        return this;
    }

    /** Its name in the configuration. */
    public String configName() {
        return switch (this) {
            case IO_URING -> "io_uring";
            case EPOLL -> "epoll";
            case NIO -> "nio";
        };
    }

    /** Makes what event loops of this transport run on. */
    public IoHandlerFactory newHandlerFactory() {
        return handlerFactory.get();
    }

    /** Makes a channel that can connect to this address. */
    public Channel newChannel(SocketAddress to) {
        return (isUnix(to) ? unixChannel : internetChannel).apply(to);
    }

    /** Makes a channel that can be bound to this address. */
    public ServerChannel newServerChannel(SocketAddress at) {
        return (isUnix(at) ? unixServer : internetServer).apply(at);
    }

    /** Returns the address in the form that this transport's channels understand. */
    public SocketAddress adapt(SocketAddress address) {
        if (this == NIO && address instanceof DomainSocketAddress unix) {
            return UnixDomainSocketAddress.of(unix.path());
        }
        return address;
    }

    /** The option by which several sockets listen at one address, and the kernel spreads connections over them. */
    public ChannelOption<Boolean> reusePort() {
        return this == NIO ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT) : UnixChannelOption.SO_REUSEPORT;
    }

    /**
     * The option, in seconds, by which the kernel hands a connection over only when its first bytes have come or that time
     * is over: one turn of the event loop does what else takes two. Null where there is no such option.
     */
    public @Nullable ChannelOption<Integer> deferAccept() {
        return switch (this) {
            case IO_URING -> IoUringChannelOption.TCP_DEFER_ACCEPT;
            case EPOLL -> EpollChannelOption.TCP_DEFER_ACCEPT;
            case NIO -> null;
        };
    }

    private static boolean isUnix(SocketAddress address) {
        return requireNonNull(address, "address") instanceof DomainSocketAddress
                || address instanceof UnixDomainSocketAddress;
    }
}
