package dev.evenkeel.balancer.message;

import dev.evenkeel.balancer.loop.Loop;
import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one exchange. All methods are for the event loop of {@link #loop()}.
 *
 * <p>A response is sent as any number of {@link #sendInterim}, one {@link #sendHead}, any number of {@link #sendBody},
 * one {@link #sendEnd}; or {@link #abort} at any time. After {@code sendEnd} or {@code abort} the stream must not be
 * touched.
 */
public interface ClientStream {
    /** The length of a body of which only the end will tell the size. */
    long UNKNOWN = -1;

    Loop loop();

    /** The head of the request, valid until the response has ended. */
    RequestHead request();

    /** The size of the request's body in bytes, 0 if it has none, or {@link #UNKNOWN}. */
    long requestLength();

    /** Whether the request has been received to its end. */
    boolean requestEnded();

    /** Who the client is; the same object for all requests of a connection. */
    Peer peer();

    /** The address that the client is at. */
    default SocketAddress remoteAddress() {
        return peer().address();
    }

    /** When the connection was accepted, in {@link Loop#nanos()}. */
    long acceptedAt();

    /** When the first byte of this request came, in {@link Loop#nanos()}. */
    long firstByteAt();

    /** How many requests came before this one on the same connection. */
    int requestsBefore();

    /** Names who hears of the request's body and of trouble. */
    void listen(ClientListener listener);

    /** Stops reading the request's body; a piece that was already read may still come. */
    void pauseRequest();

    /** Goes on reading the request's body. */
    void resumeRequest();

    /** Sends a 1xx response; to a client of HTTP/1.0, which knows none, nothing is sent. */
    void sendInterim(ResponseHead head);

    /**
     * Sends the head of the final response.
     *
     * @param bodyLength the bytes that will follow, or {@link #UNKNOWN}
     */
    void sendHead(ResponseHead head, long bodyLength);

    /** Sends a piece of the body and takes over the buffer. */
    void sendBody(ByteBuf data);

    /** Ends the response and flushes it. */
    void sendEnd(@Nullable Trailers trailers);

    /** Pushes what was sent so far to the client. */
    void flush();

    /** Sets how many bytes may wait for the client before it counts as not writable, and below which it does again. */
    void sendBuffer(int low, int high);

    /** Whether the client takes more; if not, {@link ClientListener#clientWritable()} will tell. */
    boolean writable();

    /** Ends the connection with this response, which says so if its head is not out yet. */
    void closeAfterResponse();

    /** Cuts the connection, so that the client can tell that the response is not whole. */
    void abort();

    /** Bytes received for this request so far, head and framing included. */
    long bytesReceived();

    /** Bytes sent for this request so far, head and framing included. */
    long bytesSent();
}
