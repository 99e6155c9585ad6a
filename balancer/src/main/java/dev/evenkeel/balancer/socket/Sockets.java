package dev.evenkeel.balancer.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;

/** New sockets, the events that are asked for on them, and the event loops that tell those. */
final class Sockets extends Socket {
    private static final int EPOLLHUP = 0x10;

    /** That the connection is over in both directions, told unasked, see epoll_ctl(2). */
    static final EpollIoOps BROKEN = EpollIoOps.EPOLLERR.with(EpollIoOps.valueOf(EPOLLHUP));

    /** Input, and the peer's end of it, each told once when it comes. */
    static final EpollIoOps INPUT =
            EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);

    /** The same, and that there is room to send again after a write that did not go through whole. */
    static final EpollIoOps INPUT_AND_ROOM = INPUT.with(EpollIoOps.EPOLLOUT);

    /** Connections that wait to be accepted, told as long as there are any. */
    static final EpollIoOps CONNECTIONS = EpollIoOps.EPOLLIN;

    /** Nothing but what epoll tells unasked. */
    static final EpollIoOps NOTHING = EpollIoOps.EPOLLERR;

    /** The level and names of options, see tcp(7). */
    static final int IPPROTO_TCP = 6;

    static final int TCP_DEFER_ACCEPT = 9;
    static final int TCP_INFO = 11;
    private static final int TCP_QUICKACK = 12;

    private Sockets(int descriptor) {
        super(descriptor);
    }

    /**
     * Makes a socket that does not block, of the family of that address: one of IPv6 for an address of IPv4 costs more
     * in every call.
     *
     * @throws io.netty.channel.ChannelException if the kernel gives none, with the reason
     */
    static Socket open(SocketAddress address) {
        return new Sockets(newSocketStream0(!(ipOf(address) instanceof Inet4Address)));
    }

    /**
     * Whether the kernel acknowledges at once what comes, or waits for something to send along, some 40 ms at most. Before a connection is
     * made, waiting lets the end of the handshake go with the first bytes and saves a segment; after those it must not last,
     * since a peer that holds small pieces back (RFC 896) would wait for the acknowledgement.
     */
    static void acknowledgeAtOnce(Socket socket, boolean atOnce) throws IOException {
        socket.setIntOpt(IPPROTO_TCP, TCP_QUICKACK, atOnce ? 1 : 0);
    }

    /** Whether it is an event loop of epoll. */
    static boolean servedBy(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class);
    }

    /**
     * Registers what is called for the events of a descriptor.
     *
     * @param loop of epoll
     * @param promise fulfilled after {@code registered} has taken the registration
     */
    static void register(
            EventLoop loop, EpollIoHandle handle, ChannelPromise promise, Consumer<IoRegistration> registered) {
        ((IoEventLoop) loop).register(handle).addListener(done -> {
            if (done.isSuccess()) {
                registered.accept((IoRegistration) done.getNow());
                promise.setSuccess();
            } else {
                promise.setFailure(done.cause());
            }
        });
    }

    /** Runs a task on the event loop of a registered channel: at once if called from it. */
    static void onLoop(Channel channel, Runnable task) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private static InetAddress ipOf(SocketAddress address) {
        InetAddress ip = address instanceof InetSocketAddress internet ? internet.getAddress() : null;
        if (ip == null) {
            throw new IllegalArgumentException("address: " + address + " (expected: an IP address and a port)");
        }
        return ip;
    }
}
