package dev.evenkeel.balancer.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes what has come on one connection from the kernel, and knows whether there may be more. On its event loop only. */
final class Receiver {
    private final FileDescriptor descriptor;
    private boolean readable;
    private boolean endWaits;
    private boolean ended;

    /**
     * @param readable whether something may have come already
     */
    Receiver(FileDescriptor descriptor, boolean readable) {
        this.descriptor = descriptor;
        this.readable = readable;
    }

    /** Whether there may be input that epoll will not tell of again. */
    boolean readable() {
        return readable;
    }

    /** Whether the end of the input has been read. */
    boolean ended() {
        return ended;
    }

    /**
     * There is something to read.
     *
     * @param end whether the end of the input is known to be there, perhaps behind data
     */
    void came(boolean end) {
        readable = true;
        endWaits |= end;
    }

    /**
     * Reads what one buffer takes. Returns it, or null if there is nothing for now or no more.
     *
     * @param sizes says how large the buffer is to be, and is told what came
     * @throws IOException if the connection is broken
     */
    @Nullable
    ByteBuf receive(ByteBufAllocator allocator, RecvByteBufAllocator.ExtendedHandle sizes) throws IOException {
        readable = false;
        ByteBuf buffer = sizes.allocate(allocator);
        int room = buffer.writableBytes();
        sizes.attemptedBytesRead(room);
        int count = 0;
        try {
            count = readInto(buffer, room);
        } finally {
            if (count <= 0) {
                buffer.release();
            }
        }
        sizes.lastBytesRead(count);
        if (count <= 0) {
            ended = count < 0;
            return null;
        }
        readable = count == room || endWaits;
        sizes.incMessagesRead(1);
        return buffer.writerIndex(buffer.writerIndex() + count);
    }

    private int readInto(ByteBuf buffer, int room) throws IOException {
        int start = buffer.writerIndex();
        if (buffer.hasMemoryAddress()) {
            return descriptor.readAddress(buffer.memoryAddress(), start, start + room);
        }
        ByteBuffer direct = buffer.internalNioBuffer(start, room);
        return descriptor.read(direct, direct.position(), direct.limit());
    }
}
