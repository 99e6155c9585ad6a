package dev.evenkeel.balancer.socket;

import static java.util.Objects.requireNonNull;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A TCP socket that listens, on an event loop of epoll; what it accepts is a {@link TcpChannel}. */
public final class TcpServerChannel extends AbstractServerChannel {
    /** So that many that come do not keep those waiting that are here. */
    private static final int MOST_AT_ONCE = 16;

    private static final int ADDRESS_AND_SCOPE_AND_PORT = 16 + 4 + 4;

    private final Socket socket;
    private final TcpServerChannelConfig config;
    /** The length of the peer's address, then the address, its scope and the port. */
    private final byte[] peer = new byte[1 + ADDRESS_AND_SCOPE_AND_PORT];

    private @Nullable IoRegistration registration;
    private volatile boolean listening;
    private boolean accepting;
    private boolean begun;

    /**
     * Opens a socket that can listen at that address.
     *
     * @throws io.netty.channel.ChannelException if the kernel gives none, with the reason
     */
    public TcpServerChannel(SocketAddress at) {
        socket = Sockets.open(at);
        config = new TcpServerChannelConfig(this, socket);
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isActive() {
        return listening;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return Sockets.servedBy(loop);
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return isOpen() ? socket.localAddress() : null;
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        Sockets.register(eventLoop(), new Events(), promise, registered -> registration = registered);
    }

    /** Accepted connections have the option too: the kernel hands it on. */
    @Override
    protected void doBind(SocketAddress local) throws IOException {
        socket.setTcpNoDelay(true);
        socket.bind(local);
        socket.listen(config.backlog());
        listening = true;
    }

    @Override
    protected void doBeginRead() {
        accepting(true);
    }

    /** What waits to be accepted goes on to wait, in the kernel. */
    void stopAccepting() {
        if (isRegistered()) {
            Sockets.onLoop(this, this::pause);
        }
    }

    private void pause() {
        if (!config.isAutoRead()) {
            accepting(false);
        }
    }

    private void accepting(boolean wanted) {
        if (accepting != wanted && isOpen()) {
            accepting = wanted;
            begun |= wanted;
            requireNonNull(registration, "registration").submit(wanted ? Sockets.CONNECTIONS : Sockets.NOTHING);
        }
    }

    /** Whoever waits to be accepted would be reset by the close, so he is let in first, if anybody ever was. */
    @Override
    protected void doClose() throws IOException {
        try {
            if (begun) {
                accept(config.backlog(), true);
            }
        } finally {
            listening = false;
            closeSocket();
        }
    }

    private void closeSocket() throws IOException {
        try {
            socket.close();
        } finally {
            doDeregister();
        }
    }

    @Override
    protected void doDeregister() {
        IoRegistration known = registration;
        if (known != null) {
            known.cancel();
        }
    }

    /**
     * @param regardless whether they are let in though no more are wanted
     */
    private void accept(int most, boolean regardless) {
        IOException failure = null;
        try {
            for (int left = most; left > 0 && listening && (regardless || config.isAutoRead()) && acceptOne(); left--) {
                // The next one.
            }
        } catch (IOException e) {
            failure = e;
        }
        pipeline().fireChannelReadComplete();
        if (failure != null) {
            pipeline().fireExceptionCaught(failure);
        }
    }

    /** Returns whether there was one. */
    private boolean acceptOne() throws IOException {
        int accepted = socket.accept(peer);
        if (accepted < 0) {
            return false;
        }
        pipeline().fireChannelRead(new TcpChannel(this, accepted, NativeInetAddress.address(peer, 1, peer[0])));
        return true;
    }

    /** What epoll calls. */
    private final class Events implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return socket;
        }

        @Override
        public void handle(IoRegistration from, IoEvent event) {
            if (accepting) {
                accept(MOST_AT_ONCE, false);
            }
        }

        @Override
        public void close() {
            unsafe().close(voidPromise());
        }
    }
}
