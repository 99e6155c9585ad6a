package dev.evenkeel.balancer.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One end of a stream socket, TCP or Unix: calls block, but never for longer than the given
 * patience, and every byte is counted.
 *
 * <p>One thread may read while another writes; the counters may be read from any thread. Errors are
 * {@link UncheckedIOException}s; patience that runs out is one around a {@link
 * SocketTimeoutException}.
 */
final class Wire implements AutoCloseable {

    /** How long the kit waits for something that should come at once. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How many bytes of a connection are kept for {@link #received()}. */
    private static final int RECORDED = 4 << 20;

    private static final long NOT_BLOCKED = Long.MAX_VALUE;

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private volatile long blockedSince = NOT_BLOCKED;
    private volatile Ending ending = Ending.OPEN;

    Wire(SocketChannel channel) {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            readable = Selector.open();
            writable = Selector.open();
            channel.register(readable, SelectionKey.OP_READ);
            channel.register(writable, SelectionKey.OP_WRITE);
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects; a {@code receiveBuffer} above zero bounds what the kernel takes in unread, in bytes. */
    static Wire connect(SocketAddress address, int receiveBuffer) {
        try {
            SocketChannel channel = address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.connect(address);
            return new Wire(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("connect to " + address + ": " + e.getMessage(), e);
        }
    }

    /** Waits for the first byte and takes what is there; -1 when the peer has ended in either way. */
    int read(ByteBuffer into, Duration patience) {
        int at = into.arrayOffset() + into.position();
        int count = await(readable, patience, "a byte to read", () -> readPiece(into));
        if (count > 0) {
            record(into.array(), at, count);
        }
        return count;
    }

    private int readPiece(ByteBuffer into) throws IOException {
        try {
            int count = channel.read(into);
            if (count < 0) {
                ending = Ending.END;
            }
            return count;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            ending = Ending.RESET;
            return -1;
        }
    }

    /** How the peer ended, as far as reading and writing have told. */
    Ending ending() {
        return ending;
    }

    private void record(byte[] bytes, int offset, int count) {
        bytesReceived.addAndGet(count);
        synchronized (received) {
            received.write(bytes, offset, Math.min(count, RECORDED - received.size()));
        }
    }

    /** Writes all of {@code bytes}, waiting at most {@code patience} for each piece to find room. */
    void write(byte[] bytes, Duration patience) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            await(writable, patience, "room to write", () -> writePiece(left));
        }
    }

    private int writePiece(ByteBuffer left) throws IOException {
        int count = tryWrite(left);
        if (count > 0) {
            bytesSent.addAndGet(count);
            blockedSince = NOT_BLOCKED;
        } else if (blockedSince == NOT_BLOCKED) {
            blockedSince = System.nanoTime();
        }
        return count;
    }

    private int tryWrite(ByteBuffer left) throws IOException {
        try {
            return channel.write(left);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            ending = Ending.RESET;
            throw e;
        }
    }

    private interface Operation {
        int run() throws IOException;
    }

    private static int await(Selector selector, Duration patience, String what, Operation operation) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                int count = operation.run();
                if (count != 0) {
                    return count;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new SocketTimeoutException("waited " + patience.toMillis() + " ms for " + what);
                }
                selector.select(key -> {}, left);
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for " + what);
                }
            }
        } catch (ClosedSelectorException e) {
            throw new UncheckedIOException(new ClosedChannelException());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the end of the stream (FIN) and stays able to read. */
    void halfClose() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes so that a TCP peer gets a reset (RST) instead of an end. */
    void reset() {
        closeSelectors();
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close();
        }
    }

    /** Closes both directions; harmless when closed already. */
    @Override
    public void close() {
        closeSelectors();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A channel registered with a selector is closed only when the selector next looks at it. */
    private void closeSelectors() {
        try {
            readable.close();
            writable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first bytes received, up to 4 MiB. */
    byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    long bytesReceived() {
        return bytesReceived.get();
    }

    long bytesSent() {
        return bytesSent.get();
    }

    /** Whether a writer has now waited for room for at least {@code duration}. */
    boolean isBlockedFor(Duration duration) {
        long since = blockedSince;
        return since != NOT_BLOCKED && System.nanoTime() - since >= duration.toNanos();
    }

    SocketAddress localAddress() {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
