package dev.evenkeel.balancer.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Who hears of a client's end of an exchange; called on its event loop. */
public interface ClientListener {
    /** A piece of the request's body; the listener takes over the buffer. */
    void requestBody(ByteBuf data);

    /** The request is complete. */
    void requestEnd(@Nullable Trailers trailers);

    /** No more bytes of the request are at hand: a good moment to flush. */
    void requestPaused();

    /** The client takes more after it did not. */
    void clientWritable();

    /** The response has been handed over to its end; the last moment at which the request's head is there. */
    void responseEnded();

    /**
     * The request will not become whole, or the response will not be taken. For {@link ClientFailure#answerable() some}
     * failures a response may still be sent; after the others the stream is gone.
     */
    void clientFailed(ClientFailure failure, String reason);
}
