package dev.evenkeel.balancer.cli.ctl;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that does not wait forever for the other side: what comes on it is read as a stream. */
final class TimedStream extends InputStream {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Deadline deadline;
    private @Nullable Duration longestSilence;

    private TimedStream(SocketChannel channel, Duration longestSilence, Deadline deadline) throws IOException {
        this.channel = channel;
        selector = Selector.open();
        channel.configureBlocking(false);
        key = channel.register(selector, 0);
        this.longestSilence = longestSilence;
        this.deadline = requireNonNull(deadline, "deadline");
    }

    /** The time of the command is over. */
    static final class TimeIsOverException extends IOException {
        private static final long serialVersionUID = 1;

        TimeIsOverException() {
            super("the time is over");
        }
    }

    /**
     * Connects.
     *
     * @param longestSilence how long the other side may leave this waiting at a time
     * @throws IOException if the other side cannot be reached, or not in time
     */
    static TimedStream connect(SocketAddress address, Duration longestSilence, Deadline deadline) throws IOException {
        TimedStream stream = new TimedStream(
                address instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open(),
                longestSilence,
                deadline);
        try {
            stream.connect(address);
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private void connect(SocketAddress address) throws IOException {
        if (!channel.connect(address)) {
            do {
                await(SelectionKey.OP_CONNECT);
            } while (!channel.finishConnect());
        }
    }

    /** From now on the other side may be silent for as long as it likes. */
    void permitSilence() {
        longestSilence = null;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
        int read = channel.read(into);
        while (read == 0 && length > 0) {
            await(SelectionKey.OP_READ);
            read = channel.read(into);
        }
        return read;
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        Duration silence = longestSilence;
        if (silence == null) {
            selector.select();
        } else if (deadline.isOver() || selector.select(deadline.left(silence).toMillis() + 1) == 0) {
            throw deadline.isOver() ? new TimeIsOverException() : new IOException("it does not answer");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
