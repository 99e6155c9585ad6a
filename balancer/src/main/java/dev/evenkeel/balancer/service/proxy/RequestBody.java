package dev.evenkeel.balancer.service.proxy;

import dev.evenkeel.balancer.message.BackendStream;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request's body that is held: what came before a backend was there, and what may have to be sent again.
 */
final class RequestBody {
    private final int bound;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2);
    private long size;
    private boolean complete = true;
    private boolean ended;
    private @Nullable Trailers trailers;

    /**
     * @param bound bytes to be held for another try
     */
    RequestBody(int bound) {
        this.bound = bound;
    }

    /** Holds a piece and takes the buffer over. */
    void hold(ByteBuf data) {
        size += data.readableBytes();
        pieces.addLast(data);
    }

    /** Holds a piece for another try, of which the caller keeps the buffer; gives all up when it becomes too much. */
    void remember(ByteBuf data) {
        if (!complete) {
            return;
        }
        if (size + data.readableBytes() > bound) {
            forget();
            return;
        }
        hold(data.retainedDuplicate());
    }

    /** Gives up sending again. */
    void forget() {
        complete = false;
        release();
    }

    /** Whether so much is held that no more should be read. */
    boolean full() {
        return size >= bound;
    }

    /** Whether all that came so far is held, so that it can be sent again. */
    boolean complete() {
        return complete;
    }

    void end(@Nullable Trailers last) {
        ended = true;
        trailers = last;
    }

    boolean ended() {
        return ended;
    }

    @Nullable
    Trailers trailers() {
        return trailers;
    }

    /** Sends what is held; keeps it for another try if asked to and it is within the bound. */
    void sendTo(BackendStream stream, boolean keep) {
        if (keep && size <= bound) {
            pieces.forEach(piece -> stream.sendBody(piece.retainedDuplicate()));
            return;
        }
        boolean something = size > 0;
        for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            stream.sendBody(piece);
        }
        size = 0;
        complete = complete && !something;
    }

    void release() {
        for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            piece.release();
        }
        size = 0;
    }
}
