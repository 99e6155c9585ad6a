package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientListener;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One request after another of a client's connection, with their responses, as the exchange sees them. The connection
 * feeds it; one object serves all of a connection's requests.
 */
final class Http1ClientStream implements ClientStream {
    /** What the client of a Unix socket is at, which has no name. */
    private static final SocketAddress UNIX = new DomainSocketAddress("");

    /** What a client is at that left before its address could be learnt. */
    private static final SocketAddress UNKNOWN_ADDRESS = new InetSocketAddress(0);

    private static final Peer NOBODY = new Peer(UNKNOWN_ADDRESS);

    private final ClientConnection connection;
    private final RequestReader reader;
    private final Output output;
    private final ResponseWriter response;

    private Peer peer = NOBODY;
    private long acceptedAt;
    private long firstByteAt;
    private int requestsBefore;
    private @Nullable ClientListener listener;
    private boolean keepAlive;
    private boolean paused;

    Http1ClientStream(ClientConnection connection, RequestReader reader, Output output) {
        this.connection = connection;
        this.reader = reader;
        this.output = output;
        this.response = new ResponseWriter(output);
    }

    // What the connection tells

    void accepted(Channel channel, long now) {
        peer = new Peer(remoteAddress(channel));
        acceptedAt = now;
    }

    /** Never takes a client of a network for one of a Unix socket, which is trusted more. */
    private static SocketAddress remoteAddress(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        if (remote != null) {
            return remote;
        }
        return channel instanceof SocketChannel ? UNKNOWN_ADDRESS : UNIX;
    }

    /** The first byte of a request is there. */
    void begin(long now) {
        firstByteAt = now;
    }

    void keepAlive(boolean wanted) {
        keepAlive = wanted;
    }

    void requestBody(ByteBuf data) {
        requireNonNull(listener, "listener").requestBody(data);
    }

    void requestEnd() {
        ClientListener hearer = listener;
        if (hearer != null) {
            paused = false;
            hearer.requestEnd(reader.trailers());
        }
    }

    /** All that came so far has been told. */
    void nothingMoreForNow() {
        if (listener != null && !reader.ended()) {
            listener.requestPaused();
        }
    }

    void clientWritable() {
        if (listener != null) {
            listener.clientWritable();
        }
    }

    /** Tells a failure that a response can still tell the client. */
    void failAnswerable(ClientFailure failure, String reason) {
        requireNonNull(listener, "listener").clientFailed(failure, reason);
    }

    /** Tells a failure after which nothing can be sent. */
    void fail(ClientFailure failure, String reason) {
        ClientListener hearer = listener;
        listener = null;
        if (hearer != null) {
            hearer.clientFailed(failure, reason);
        }
    }

    /** Makes the close that follows a reset if a plain one would end the response as if it were whole. */
    void resetIfEndedByClose() {
        if (response.endsByClose()) {
            output.resetOnClose();
        }
    }

    /** The exchange is over; the next begins. */
    void next() {
        requestsBefore++;
        response.next();
    }

    /** Whether an exchange hears what is told. */
    boolean heard() {
        return listener != null;
    }

    /** Whether the exchange wants no more of the request's body now. */
    boolean paused() {
        return paused;
    }

    /** Whatever the exchange wanted, the rest of the request is read. */
    void pauseOver() {
        paused = false;
    }

    // What the exchange asks

    @Override
    public Loop loop() {
        return connection.loop();
    }

    @Override
    public RequestHead request() {
        return reader.head();
    }

    @Override
    public long requestLength() {
        return reader.length();
    }

    @Override
    public boolean requestEnded() {
        return reader.ended();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public long acceptedAt() {
        return acceptedAt;
    }

    @Override
    public long firstByteAt() {
        return firstByteAt;
    }

    @Override
    public int requestsBefore() {
        return requestsBefore;
    }

    @Override
    public void listen(ClientListener newListener) {
        listener = newListener;
    }

    @Override
    public void pauseRequest() {
        paused = true;
        connection.updateReading();
    }

    @Override
    public void resumeRequest() {
        paused = false;
        connection.requestResumed();
    }

    @Override
    public void sendInterim(ResponseHead head) {
        if (request().httpMinor() > 0) {
            response.interim(head);
        }
    }

    @Override
    public void sendHead(ResponseHead head, long bodyLength) {
        boolean endTellable = response.begin(head, bodyLength, request());
        keepAlive = keepAlive && endTellable && mayKeepAlive();
        response.head(head, bodyLength, persistence());
    }

    private ResponseWriter.Persistence persistence() {
        if (!keepAlive) {
            return ResponseWriter.Persistence.CLOSE;
        }
        return request().httpMinor() == 0
                ? ResponseWriter.Persistence.SAY_KEEP_ALIVE
                : ResponseWriter.Persistence.IMPLIED;
    }

    private boolean mayKeepAlive() {
        if (!reader.ended() && request().has(FieldName.EXPECT)) {
            return false;
        }
        return connection.mayGoOn();
    }

    @Override
    public void sendBody(ByteBuf data) {
        response.body(data);
    }

    @Override
    public void sendEnd(@Nullable Trailers trailers) {
        response.end(trailers);
        ClientListener hearer = requireNonNull(listener, "listener");
        listener = null;
        hearer.responseEnded();
        connection.responseEnded(keepAlive);
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void sendBuffer(int low, int high) {
        output.watermark(low, high);
    }

    @Override
    public boolean writable() {
        return output.writable();
    }

    @Override
    public void closeAfterResponse() {
        keepAlive = false;
    }

    @Override
    public void abort() {
        listener = null;
        output.flush();
        resetIfEndedByClose();
        connection.aborted();
    }

    @Override
    public long bytesReceived() {
        return reader.bytes();
    }

    @Override
    public long bytesSent() {
        return output.sent();
    }
}
