package dev.evenkeel.balancer.socket;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on an event loop of epoll. It differs from Netty's own in what it asks of the kernel, which is the most of what
 * a short connection costs: one {@code epoll_ctl} for its whole life and none to change what is waited for, a socket
 * of the address's family, no names and sizes that nobody asks for, no option that the listening socket hands on anyway.
 *
 * <p>It sends direct buffers only; others are copied into such. Its methods are Netty's, with Netty's rules for threads.
 */
public final class TcpChannel extends HalfCloseableChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final TcpChannelConfig config = new TcpChannelConfig(this);
    private final FileDescriptor descriptor;
    private final Sender sender;
    private final Receiver receiver;
    private @Nullable Socket socket;
    private @Nullable SocketAddress remote;
    private @Nullable IoRegistration registration;
    private volatile boolean active;

    /** Whether epoll knows the descriptor. An event before that is of an earlier descriptor with the same number. */
    private boolean armed;
    /** Whether epoll tells when there is room to send. */
    private boolean hearsOfRoom;
    /** Whether the last write did not go through whole. */
    private boolean full;
    /** Whether somebody asked for input and has not got any. */
    private boolean readPending;

    /** Why nothing can be sent any more; null while it can. */
    private @Nullable IOException brokenBy;

    private boolean readScheduled;
    private boolean inputEnded;

    /**
     * Opens a socket that can connect to that address.
     *
     * @throws io.netty.channel.ChannelException if the kernel gives none, with the reason
     */
    public TcpChannel(SocketAddress to) {
        super(null);
        Socket opened = Sockets.open(to);
        socket = opened;
        descriptor = opened;
        sender = new Sender(opened, opened);
        receiver = new Receiver(opened, false);
        hearsOfRoom = true;
    }

    /** A connection that was accepted; its first bytes may have come. */
    TcpChannel(Channel listener, int accepted, InetSocketAddress from) {
        super(listener);
        descriptor = new FileDescriptor(accepted);
        remote = from;
        active = true;
        sender = new Sender(descriptor, null);
        receiver = new Receiver(descriptor, true);
    }

    /** What the rare calls are made on: to make one of a number costs a system call. */
    Socket socket() throws ClosedChannelException {
        if (!descriptor.isOpen()) {
            throw new ClosedChannelException();
        }
        Socket known = socket;
        if (known == null) {
            known = new Socket(descriptor.intValue());
            socket = known;
        }
        return known;
    }

    // What every channel tells

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return descriptor.isOpen();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return Sockets.servedBy(loop);
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        try {
            return socket().localAddress();
        } catch (ClosedChannelException e) {
            return null;
        }
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Transfer();
    }

    // From the loop's registration to the end

    @Override
    protected void doRegister(ChannelPromise promise) {
        Sockets.register(eventLoop(), (Transfer) unsafe(), promise, registered -> {
            registration = registered;
            if (active) {
                readSoon();
            }
        });
    }

    /** Has epoll tell of the socket from now on. */
    private void arm() {
        if (armed || !isOpen()) {
            return;
        }
        armed = true;
        ask(hearsOfRoom ? Sockets.INPUT_AND_ROOM : Sockets.INPUT);
    }

    private void ask(EpollIoOps events) {
        try {
            requireNonNull(registration, "registration").submit(events);
        } catch (UncheckedIOException e) {
            pipeline().fireExceptionCaught(e.getCause());
            close();
        }
    }

    @Override
    protected void doBind(SocketAddress local) throws IOException {
        socket().bind(local);
    }

    @Override
    protected void doDisconnect() throws IOException {
        doClose();
    }

    /** The kernel takes a closed descriptor out of the epoll by itself, so it is closed before it is deregistered. */
    @Override
    protected void doClose() throws IOException {
        active = false;
        inputEnded = true;
        ((Transfer) unsafe()).failConnecting();
        try {
            descriptor.close();
        } finally {
            doDeregister();
        }
    }

    @Override
    protected void doDeregister() {
        IoRegistration known = registration;
        if (known == null) {
            return;
        }
        Sockets.onLoop(this, known::cancel);
    }

    // Input

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (receiver.readable()) {
            readSoon();
        }
    }

    /** What comes from now on waits in the kernel until it is asked for. */
    void wantNoInput() {
        if (!isRegistered()) {
            readPending = false;
        } else {
            Sockets.onLoop(this, () -> readPending &= config.isAutoRead());
        }
    }

    private void readSoon() {
        if (!readScheduled) {
            readScheduled = true;
            eventLoop().execute(this::readAndArm);
        }
    }

    private void readAndArm() {
        readScheduled = false;
        if (receiver.readable() && wantsInput()) {
            ((Transfer) unsafe()).read();
        }
        arm();
    }

    private boolean wantsInput() {
        return !inputEnded && (readPending || config.isAutoRead());
    }

    // Output

    @Override
    protected Object filterOutboundMessage(Object message) {
        return Sender.sendable(message, alloc());
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        for (int writes = config.getWriteSpinCount(); !out.isEmpty(); writes--) {
            if (writes == 0) {
                eventLoop().execute(this::flush);
                return;
            }
            if (!send(out)) {
                return;
            }
        }
    }

    /** Returns whether there is room for more. */
    private boolean send(ChannelOutboundBuffer out) throws Exception {
        try {
            if (sender.send(out)) {
                return true;
            }
            waitForRoom();
        } catch (IOException e) {
            if (!wantsInput()) {
                throw e;
            }
            hearOut(e);
        }
        return false;
    }

    /**
     * The peer takes no more, but what it said before that is there still: a server that refuses a long body answers, and
     * closes with the body unread, which resets the connection.
     */
    private void hearOut(IOException cause) {
        brokenBy = cause;
        full = true;
        receiver.came(true);
        readSoon();
    }

    private void waitForRoom() {
        full = true;
        if (!hearsOfRoom) {
            hearsOfRoom = true;
            if (armed) {
                ask(Sockets.INPUT_AND_ROOM);
            }
        }
    }

    @Override
    void shutdown(boolean input, boolean output) throws IOException {
        socket().shutdown(input, output);
        inputEnded |= input;
    }

    @Override
    boolean inputEnded() {
        return inputEnded;
    }

    /** What epoll calls, and what the pipeline ends in. */
    private final class Transfer extends AbstractUnsafe implements EpollIoHandle {
        private @Nullable ChannelPromise connecting;
        private @Nullable SocketAddress wanted;

        @Override
        public FileDescriptor fd() {
            return descriptor;
        }

        @Override
        public void close() {
            close(voidPromise());
        }

        /** Input before output: a write that fails may be the end, and what the peer said before is worth hearing. */
        @Override
        public void handle(IoRegistration from, IoEvent event) {
            if (!armed) {
                return;
            }
            EpollIoOps told = ((EpollIoEvent) event).ops();
            boolean broken = told.contains(Sockets.BROKEN);
            boolean ends = broken || told.contains(EpollIoOps.EPOLLRDHUP);
            boolean room = broken || told.contains(EpollIoOps.EPOLLOUT);
            if (connecting != null && room) {
                finishConnecting(broken);
            }
            if (ends || told.contains(EpollIoOps.EPOLLIN)) {
                input(broken, ends);
            }
            if (full && brokenBy == null && room) {
                full = false;
                flush0();
            }
        }

        /** While it is full, the event tells when to go on. */
        @Override
        protected void flush0() {
            if (!full) {
                super.flush0();
            }
        }

        // To connect

        @Override
        public void connect(SocketAddress to, @Nullable SocketAddress local, ChannelPromise promise) {
            if (promise.isDone() || !ensureOpen(promise)) {
                return;
            }
            try {
                if (connecting != null) {
                    throw new ConnectionPendingException();
                }
                Socket mine = socket();
                if (local != null) {
                    mine.bind(local);
                }
                Sockets.acknowledgeAtOnce(mine, false);
                connecting = promise;
                wanted = to;
                if (mine.connect(to)) {
                    connected();
                }
                eventLoop().execute(TcpChannel.this::arm);
            } catch (Exception e) {
                connectFailed(promise, e);
            }
        }

        /** An event without an error says that the connection stands; why there is an error, has to be asked. */
        private void finishConnecting(boolean broken) {
            ChannelPromise promise = requireNonNull(connecting, "connecting");
            try {
                if (!broken || socket().finishConnect()) {
                    connected();
                }
            } catch (IOException e) {
                connectFailed(promise, e);
            }
        }

        private void connected() {
            ChannelPromise promise = requireNonNull(connecting, "connecting");
            connecting = null;
            remote = wanted;
            active = true;
            boolean heard = promise.trySuccess();
            if (isOpen()) {
                pipeline().fireChannelActive();
            }
            if (!heard) {
                close(voidPromise());
            }
        }

        private void connectFailed(ChannelPromise promise, Exception cause) {
            if (promise.equals(connecting)) {
                connecting = null;
            }
            closeIfClosed();
            promise.tryFailure(annotateConnectException(cause, wanted == null ? remote : wanted));
        }

        void failConnecting() {
            ChannelPromise promise = connecting;
            if (promise != null) {
                connecting = null;
                promise.tryFailure(new ClosedChannelException());
            }
        }

        // To read

        /**
         * @param broken whether no more can come or go; then a read tells why, wanted or not
         * @param ends whether the end of the input is there, perhaps behind data
         */
        private void input(boolean broken, boolean ends) {
            if (!isActive()) {
                return;
            }
            receiver.came(ends);
            if (!inputEnded && (broken || wantsInput())) {
                read();
            } else if (inputEnded && broken) {
                close(voidPromise());
            }
        }

        void read() {
            var sizes = (RecvByteBufAllocator.ExtendedHandle) recvBufAllocHandle();
            sizes.reset(config);
            Throwable failure = null;
            try {
                readAll(sizes);
            } catch (Exception e) {
                failure = e;
            }
            if (failure == null && !receiver.readable()) {
                failure = brokenBy;
            }
            sizes.readComplete();
            pipeline().fireChannelReadComplete();
            if (failure != null) {
                pipeline().fireExceptionCaught(failure);
                close(voidPromise());
            } else if (receiver.ended()) {
                inputEnds();
            }
        }

        /** Reads and passes on what there is, or as much as is good for the others on this loop. */
        private void readAll(RecvByteBufAllocator.ExtendedHandle sizes) throws IOException {
            do {
                ByteBuf data = receiver.receive(alloc(), sizes);
                if (data == null) {
                    return;
                }
                readPending = false;
                pipeline().fireChannelRead(data);
            } while (receiver.readable() && !inputEnded && sizes.continueReading());
        }

        private void inputEnds() {
            if (inputEnded) {
                return;
            }
            inputEnded = true;
            if (config.allowHalfClosure()) {
                pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
                pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
            } else {
                close(voidPromise());
            }
        }
    }
}
