package dev.evenkeel.balancer.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The backend's end of one exchange. All methods are for its event loop. */
public interface BackendStream {
    /**
     * Sends the head of a request.
     *
     * @param bodyLength the bytes that will follow, 0 if none, or {@link ClientStream#UNKNOWN}
     */
    void sendHead(RequestHead head, long bodyLength, BackendListener listener);

    /** Sends a piece of the body and takes over the buffer. */
    void sendBody(ByteBuf data);

    /** Ends the request. */
    void sendEnd(@Nullable Trailers trailers);

    /** Pushes what was sent so far to the backend. */
    void flush();

    /** Whether the backend takes more; if not, {@link BackendListener#backendWritable()} will tell. */
    boolean writable();

    /** Stops reading the response; a piece that was already read may still come. */
    void pauseResponse();

    /** Goes on reading the response. */
    void resumeResponse();

    /** Gives the exchange up: the listener hears nothing more, and the connection is closed. */
    void cancel();
}
