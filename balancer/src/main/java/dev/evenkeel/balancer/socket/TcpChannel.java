package dev.evenkeel.balancer.socket;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
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
public final class TcpChannel extends AbstractChannel implements DuplexChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final TcpChannelConfig config = new TcpChannelConfig(this);
    private final FileDescriptor descriptor;
    private final Sender sender;
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
    /** Whether there may be input that epoll will not tell of again. */
    private boolean readable;
    /** Whether the end of the input is known to wait behind it. */
    private boolean endWaits;
    /** Whether somebody asked for input and has not got any. */
    private boolean readPending;

    /** Why nothing can be sent any more; null while it can. */
    private @Nullable IOException brokenBy;

    private boolean readScheduled;
    private boolean inputEnded;
    private boolean outputEnded;

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
        hearsOfRoom = true;
    }

    /** A connection that was accepted; its first bytes may have come. */
    TcpChannel(Channel listener, int accepted, InetSocketAddress from) {
        super(listener);
        descriptor = new FileDescriptor(accepted);
        remote = from;
        active = true;
        readable = true;
        sender = new Sender(descriptor, null);
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
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class);
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
        ((IoEventLoop) eventLoop()).register((Transfer) unsafe()).addListener(registered -> {
            if (registered.isSuccess()) {
                registration = (IoRegistration) registered.getNow();
                promise.setSuccess();
                if (active) {
                    readSoon();
                }
            } else {
                promise.setFailure(registered.cause());
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
        if (eventLoop().inEventLoop()) {
            known.cancel();
        } else {
            eventLoop().execute(known::cancel);
        }
    }

    // Input

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (readable) {
            readSoon();
        }
    }

    /** What comes from now on waits in the kernel until it is asked for. */
    void wantNoInput() {
        if (!isRegistered()) {
            readPending = false;
        } else {
            onLoop(() -> readPending &= config.isAutoRead());
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
        if (readable && wantsInput()) {
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
        if (!(message instanceof ByteBuf buffer)) {
            throw new UnsupportedOperationException(
                    "message: " + message.getClass().getName() + " (expected: a ByteBuf)");
        }
        return buffer.isDirect() ? buffer : copyOf(buffer);
    }

    private Object copyOf(ByteBuf buffer) {
        ByteBuf copy = alloc().directBuffer(Math.max(1, buffer.readableBytes()));
        copy.writeBytes(buffer);
        buffer.release();
        return copy;
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
        readable = true;
        endWaits = true;
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

    // One direction only

    @Override
    public boolean isInputShutdown() {
        return inputEnded;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        onLoop(() -> ending(promise, true, false));
        return promise;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputEnded;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        onLoop(() -> ((AbstractUnsafe) unsafe()).shutdownOutput(promise));
        return promise;
    }

    @Override
    protected void doShutdownOutput() throws IOException {
        outputEnded = true;
        socket().shutdown(false, true);
    }

    @Override
    public boolean isShutdown() {
        return inputEnded && outputEnded;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        onLoop(() -> ending(promise, true, true));
        return promise;
    }

    private void ending(ChannelPromise promise, boolean input, boolean output) {
        try {
            socket().shutdown(input, output);
            inputEnded |= input;
            outputEnded |= output;
            promise.setSuccess();
        } catch (IOException e) {
            promise.setFailure(e);
        }
    }

    private void onLoop(Runnable task) {
        if (eventLoop().inEventLoop()) {
            task.run();
        } else {
            eventLoop().execute(task);
        }
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
            int events = ((EpollIoEvent) event).ops().value();
            boolean broken = (events & (Sockets.ERROR | Sockets.HANG_UP)) != 0;
            if (connecting != null && (broken || (events & Sockets.OUT) != 0)) {
                finishConnecting(broken);
            }
            if (broken || (events & (Sockets.IN | Sockets.PEER_ENDED)) != 0) {
                input(broken, broken || (events & Sockets.PEER_ENDED) != 0);
            }
            if (full && brokenBy == null && (broken || (events & Sockets.OUT) != 0)) {
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
            readable = true;
            endWaits |= ends;
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
            boolean ended = false;
            try {
                do {
                    int count = readOnce(sizes);
                    ended = count < 0;
                } while (readable && !inputEnded && sizes.continueReading());
            } catch (Exception e) {
                readable = false;
                failure = e;
            }
            if (failure == null && !readable) {
                failure = brokenBy;
            }
            sizes.readComplete();
            pipeline().fireChannelReadComplete();
            if (failure != null) {
                pipeline().fireExceptionCaught(failure);
                close(voidPromise());
            } else if (ended) {
                inputEnds();
            }
        }

        /** Reads what one buffer takes and passes it on. Returns how much that was, in bytes; -1 at the end of the input. */
        private int readOnce(RecvByteBufAllocator.ExtendedHandle sizes) throws IOException {
            ByteBuf buffer = sizes.allocate(alloc());
            int room = buffer.writableBytes();
            sizes.attemptedBytesRead(room);
            int count;
            try {
                count = readInto(buffer, room);
            } catch (IOException e) {
                buffer.release();
                throw e;
            }
            sizes.lastBytesRead(count);
            readable = count == room || (count > 0 && endWaits);
            if (count <= 0) {
                buffer.release();
                return count;
            }
            buffer.writerIndex(buffer.writerIndex() + count);
            sizes.incMessagesRead(1);
            readPending = false;
            pipeline().fireChannelRead(buffer);
            return count;
        }

        private int readInto(ByteBuf buffer, int room) throws IOException {
            int start = buffer.writerIndex();
            if (buffer.hasMemoryAddress()) {
                return descriptor.readAddress(buffer.memoryAddress(), start, start + room);
            }
            ByteBuffer direct = buffer.internalNioBuffer(start, room);
            return descriptor.read(direct, direct.position(), direct.limit());
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
