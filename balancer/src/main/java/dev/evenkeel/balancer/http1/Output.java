package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.socket.SendQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a connection: gathers a head and small pieces of body into one buffer, so that most messages leave
 * in one write, and hands large pieces on as they are.
 */
final class Output {
    /** Pieces up to this size are copied behind the head; measured, a copy of this size costs less than another write. */
    static final int LARGEST_COPY = 8 * 1024;

    private static final int SMALLEST_BUFFER = 256;

    private @Nullable Channel channel;
    private @Nullable ByteBuf gathered;
    private long sent;
    private int low;
    private int high;

    void open(Channel newChannel) {
        channel = newChannel;
    }

    /** How much room to leave behind a head for a body of this length. */
    static int roomFor(long bodyLength) {
        return bodyLength > LARGEST_COPY || bodyLength <= 0 ? 0 : (int) bodyLength;
    }

    /** Returns a buffer with this much room to write into; what is written is sent with the next flush. */
    ByteBuf room(int size) {
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.writableBytes() >= size) {
            return buffer;
        }
        pass();
        buffer = channel().alloc().directBuffer(Math.max(size, SMALLEST_BUFFER));
        gathered = buffer;
        return buffer;
    }

    /** Sends a piece and takes the buffer over. */
    void send(ByteBuf data) {
        int length = data.readableBytes();
        ByteBuf buffer = gathered;
        if (buffer != null && length <= LARGEST_COPY && buffer.writableBytes() >= length) {
            buffer.writeBytes(data);
            data.release();
            return;
        }
        pass();
        sent += length;
        Channel to = channel();
        to.write(data, to.voidPromise());
    }

    /** Hands what was gathered to the channel, without flushing. */
    private void pass() {
        ByteBuf buffer = gathered;
        if (buffer == null) {
            return;
        }
        gathered = null;
        sent += buffer.readableBytes();
        Channel to = channel();
        to.write(buffer, to.voidPromise());
    }

    void flush() {
        pass();
        channel().flush();
    }

    /** Flushes, and runs the task when everything has left or the channel is closed. */
    void flushThen(Runnable task) {
        ByteBuf buffer = gathered;
        gathered = null;
        if (buffer != null) {
            sent += buffer.readableBytes();
        }
        ChannelFuture future = channel().writeAndFlush(buffer == null ? Unpooled.EMPTY_BUFFER : buffer);
        if (future.isDone()) {
            task.run();
        } else {
            future.addListener(done -> task.run());
        }
    }

    /** Closes the sending side only. */
    void shutdown() {
        if (channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    /** Makes the close that follows a reset, for a receiver that could take a plain end for the end of a body. */
    void resetOnClose() {
        if (channel().isOpen()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    /** About how many sent bytes the peer's TCP has not acknowledged, as {@link SendQueue} tells it. */
    long unacknowledged() {
        return SendQueue.unacknowledged(channel());
    }

    void watermark(int newLow, int newHigh) {
        if (newLow != low || newHigh != high) {
            low = newLow;
            high = newHigh;
            channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(newLow, newHigh));
        }
    }

    /** Whether more should be sent before the peer takes some of it. */
    boolean writable() {
        return channel().isWritable();
    }

    /** Bytes that wait for the peer. */
    long unsent() {
        ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Bytes sent for this message, those gathered included. */
    long sent() {
        return sent + (gathered == null ? 0 : gathered.readableBytes());
    }

    void resetCounts() {
        sent = gathered == null ? 0 : -gathered.readableBytes();
    }

    /** Releases what will not be sent any more. */
    void discard() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private Channel channel() {
        return requireNonNull(channel, "channel");
    }
}
