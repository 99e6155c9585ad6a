package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What a client sent behind the request that is being answered. */
final class ReadAhead {
    private @Nullable ByteBuf kept;

    boolean isEmpty() {
        return kept == null;
    }

    /** Bytes kept. */
    int size() {
        return kept == null ? 0 : kept.readableBytes();
    }

    /** Keeps the first bytes and takes the buffer over. */
    void keep(ByteBuf first) {
        kept = first;
    }

    /**
     * Puts more behind and takes the buffer over. What is kept moves only if no body that is still held lies in the same
     * buffer.
     */
    void append(ByteBuf more) {
        ByteBuf all = requireNonNull(kept, "kept");
        if (all.refCnt() == 1) {
            all.discardSomeReadBytes();
        } else {
            ByteBuf copy = all.alloc().buffer(all.readableBytes() + more.readableBytes());
            copy.writeBytes(all);
            all.release();
            all = copy;
        }
        all.writeBytes(more);
        more.release();
        kept = all;
    }

    /** Hands over all that is kept. */
    ByteBuf take() {
        ByteBuf all = requireNonNull(kept, "kept");
        kept = null;
        return all;
    }

    void release() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }
}
