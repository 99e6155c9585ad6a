package dev.evenkeel.balancer.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands what waits in the buffer of one connection to the kernel, many pieces by one call. On its event loop only. */
final class Sender {
    /** How many pieces leave with one call at most. */
    private static final int MOST_PIECES = 64;

    private static final FastThreadLocal<IovArray> PIECES = new FastThreadLocal<>() {
        @Override
        protected IovArray initialValue() {
            return new IovArray(MOST_PIECES);
        }

        @Override
        protected void onRemoval(IovArray pieces) {
            pieces.release();
        }
    };

    private final FileDescriptor descriptor;
    private final @Nullable Socket made;
    private int calls;

    /**
     * @param descriptor of the connection
     * @param made the socket of a connection that was made here, which begins with the options of a new one; null for one that was
     *     accepted, which has those of its listener
     */
    Sender(FileDescriptor descriptor, @Nullable Socket made) {
        this.descriptor = descriptor;
        this.made = made;
    }

    /**
     * Returns what can be sent of a message: itself, or a copy in its place.
     *
     * @throws UnsupportedOperationException if it is no buffer
     */
    static ByteBuf sendable(Object message, ByteBufAllocator allocator) {
        if (!(message instanceof ByteBuf buffer)) {
            throw new UnsupportedOperationException(
                    "message: " + message.getClass().getName() + " (expected: a ByteBuf)");
        }
        return buffer.isDirect() ? buffer : copyOf(buffer, allocator);
    }

    private static ByteBuf copyOf(ByteBuf buffer, ByteBufAllocator allocator) {
        ByteBuf copy = allocator.directBuffer(Math.max(1, buffer.readableBytes()));
        copy.writeBytes(buffer);
        buffer.release();
        return copy;
    }

    /**
     * Makes one call. Returns whether all that it was given went through, so that there is room for more.
     *
     * @throws IOException if the connection is broken
     */
    boolean send(ChannelOutboundBuffer out) throws Exception {
        if (made == null) {
            return call(out);
        }
        // Nothing is in flight that the first bytes would have to wait for (RFC 896), so who sends once is spared a
        // call.
        if (calls == 1) {
            made.setTcpNoDelay(true);
        }
        boolean whole = call(out);
        if (calls == 0) {
            Sockets.acknowledgeAtOnce(made, true);
        }
        calls++;
        return whole;
    }

    private boolean call(ChannelOutboundBuffer out) throws Exception {
        ByteBuf first = (ByteBuf) out.current();
        boolean one = out.size() == 1 && first.hasMemoryAddress();
        return one ? callWithOne(out, first) : callWithSeveral(out);
    }

    private boolean callWithOne(ChannelOutboundBuffer out, ByteBuf buffer) throws IOException {
        int length = buffer.readableBytes();
        if (length == 0) {
            out.remove();
            return true;
        }
        int count = descriptor.writeAddress(buffer.memoryAddress(), buffer.readerIndex(), buffer.writerIndex());
        out.removeBytes(count);
        return count == length;
    }

    private boolean callWithSeveral(ChannelOutboundBuffer out) throws Exception {
        IovArray pieces = PIECES.get();
        pieces.clear();
        out.forEachFlushedMessage(pieces);
        long count = pieces.count() == 0 ? 0 : descriptor.writevAddresses(pieces.memoryAddress(0), pieces.count());
        out.removeBytes(count);
        return count == pieces.size();
    }
}
