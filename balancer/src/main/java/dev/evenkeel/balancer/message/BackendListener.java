package dev.evenkeel.balancer.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Who hears of a backend's end of an exchange; called on its event loop. */
public interface BackendListener {
    /** A 1xx response; the head is valid during the call. */
    void interimResponse(ResponseHead head);

    /**
     * The head of the final response, valid until the response has ended.
     *
     * @param bodyLength the bytes that will follow, or {@link ClientStream#UNKNOWN}
     */
    void responseHead(ResponseHead head, long bodyLength);

    /** A piece of the response's body; the listener takes over the buffer. */
    void responseBody(ByteBuf data);

    /** The response is complete; the connection is no longer this exchange's. */
    void responseEnd(@Nullable Trailers trailers);

    /** No more bytes of the response are at hand: a good moment to flush. */
    void responsePaused();

    /** The backend takes more after it did not. */
    void backendWritable();

    /** The exchange failed; the connection is closed and no longer this exchange's. */
    void backendFailed(BackendFailure failure, String reason);
}
