package dev.evenkeel.balancer.socket;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel holds of a connection's output. A TCP connection that is closed is reset when input comes afterwards, and then the
 * client never gets what was still here.
 */
public final class SendQueue {
    /** How much there is cannot be known: Java's own sockets do not tell. */
    public static final long UNKNOWN = -1;

    /** The fields {@code tcpi_snd_mss}, {@code tcpi_unacked} and {@code tcpi_notsent_bytes} of tcp(7). */
    private static final int SEGMENT_SIZE = 16;

    private static final int SEGMENTS_UNACKNOWLEDGED = 24;
    private static final int BYTES_UNSENT = 144;
    private static final int LENGTH = BYTES_UNSENT + 4;

    private SendQueue() {}

    /**
     * Returns about how many bytes the peer's TCP has not acknowledged; exactly 0 if none. At a Unix socket that is always 0: what
     * was sent is with the peer. Makes one system call. On the event loop.
     *
     * @return {@link #UNKNOWN} if the transport cannot tell
     */
    public static long unacknowledged(Channel channel) {
        if (!channel.isOpen()) {
            return 0;
        }
        try {
            if (channel instanceof TcpChannel tcp) {
                return unacknowledged(tcp.socket());
            }
            if (!(channel instanceof SocketChannel)) {
                return 0;
            }
            return channel instanceof UnixChannel unix
                    ? unacknowledged(new Socket(unix.fd().intValue()))
                    : UNKNOWN;
        } catch (IOException e) {
            return 0; // nothing can be saved of a broken connection
        }
    }

    private static long unacknowledged(Socket socket) throws IOException {
        ByteBuffer info = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        socket.getRawOpt(Sockets.IPPROTO_TCP, Sockets.TCP_INFO, info);
        return unsigned(info, SEGMENTS_UNACKNOWLEDGED) * unsigned(info, SEGMENT_SIZE) + unsigned(info, BYTES_UNSENT);
    }

    private static long unsigned(ByteBuffer info, int at) {
        return Integer.toUnsignedLong(info.getInt(at));
    }
}
