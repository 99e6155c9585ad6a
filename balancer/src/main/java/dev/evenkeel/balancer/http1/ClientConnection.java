package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientListener;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHandler;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's HTTP/1 connection: takes one request after another out of it and sends their responses in the same order.
 *
 * <p>While a request is being answered, what the client sends behind it is kept, up to the listener's {@code read-ahead};
 * beyond that the connection is not read. A client that has closed its sending side still gets its response.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientStream, ClientTransport {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** What the client of a Unix socket is at, which has no name. */
    private static final SocketAddress UNIX = new DomainSocketAddress("");

    /** What a client is at that left before its address could be learnt. */
    private static final SocketAddress UNKNOWN_ADDRESS = new InetSocketAddress(0);

    private static final Peer NOBODY = new Peer(UNKNOWN_ADDRESS);

    private enum State {
        /** Between requests. */
        IDLE,
        /** Part of a head has come. */
        HEAD,
        /** An exchange is under way. */
        SERVING,
        /** The response is over before its request; the rest of the request is passed over. */
        PASSING_OVER,
        /** The last response is on its way; nothing more is read. */
        CLOSING,
        /** The last response is sent and our side closed; what still comes is passed over, so as not to reset it. */
        LINGERING,
        CLOSED
    }

    /** What is passed over of a request that was answered before its end; beyond that closing costs less. */
    private static final int LONGEST_REST = 256 * 1024;

    private final Loop loop;
    private final RequestHandler handler;
    private final RequestHead request = new RequestHead();
    private final RequestParser parser = new RequestParser();
    private final BodyDecoder body = new BodyDecoder();
    private final ClientDeadline deadline = new ClientDeadline(this);
    private final Output output = new Output();

    private ClientConfig config;
    private State state = State.IDLE;
    private @Nullable Channel channel;
    private @Nullable ClientListener listener;
    private @Nullable ByteBuf readAhead;
    private boolean processing;
    private boolean flushDue;
    private boolean reading = true;
    private boolean requestPaused;
    private boolean inputShutdown;

    private Peer peer = NOBODY;
    private long passedOver;
    private long acceptedAt;
    private long firstByteAt;
    private long requestLength;
    private long contentReceived;
    private long bodyBytesReceived;
    private boolean requestEnded;
    private int requestsBefore;
    private boolean keepAlive;
    private boolean headSent;
    private boolean chunked;
    private boolean firstChunk;
    private boolean bodySuppressed;
    private boolean endsByClose;

    public ClientConnection(Loop loop, RequestHandler handler) {
        this.loop = requireNonNull(loop, "loop");
        this.handler = requireNonNull(handler, "handler");
        this.config = handler.config();
    }

    // What the channel tells

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        output.open(ctx.channel());
        acceptedAt = loop.touch();
        peer = new Peer(remoteAddress(ctx.channel()));
        parser.reset();
        request.clear();
        handler.connected(this);
        deadline.idleFrom(acceptedAt);
    }

    /** Never takes a client of a network for one of a Unix socket, which is trusted more. */
    private static SocketAddress remoteAddress(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        if (remote != null) {
            return remote;
        }
        return channel instanceof SocketChannel ? UNKNOWN_ADDRESS : UNIX;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        loop.touch();
        if (readAhead != null) {
            readAhead.discardSomeReadBytes().writeBytes(in);
            in.release();
            updateReading();
            return;
        }
        process(in);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (flushDue) {
            flushDue = false;
            output.flush();
        }
        if (listener != null && !requestEnded) {
            listener.requestPaused();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            deadline.sendResumed();
            if (listener != null) {
                listener.clientWritable();
            }
        } else {
            deadline.sendStalled(loop.touch());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE || event == ChannelInputShutdownReadComplete.INSTANCE) {
            inputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.touch();
        inputShutdown = true;
        State last = state;
        if (last != State.CLOSED) {
            closed();
        }
        output.discard();
        releaseReadAhead();
        deadline.disarm();
        handler.disconnected(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Closing the connection of {} after an unexpected error", ctx.channel(), cause);
        }
        ctx.close();
    }

    private void inputEnded() {
        if (inputShutdown) {
            return;
        }
        inputShutdown = true;
        loop.touch();
        switch (state) {
            case IDLE, HEAD, PASSING_OVER -> closeWhenSent();
            case SERVING -> {
                if (!requestEnded) {
                    fail(ClientFailure.GONE, "The client closed its connection before the request was whole.");
                    channel().close();
                }
            }
            case CLOSING -> {}
            case LINGERING, CLOSED -> channel().close();
        }
    }

    private void closed() {
        boolean serving = state == State.SERVING;
        state = State.CLOSED;
        if (serving) {
            fail(ClientFailure.GONE, "The client closed its connection before the exchange was over.");
        }
    }

    // From bytes to requests

    private void process(ByteBuf input) {
        ByteBuf in = input;
        processing = true;
        try {
            while (in != null && in.isReadable()) {
                in = processSome(in);
            }
        } catch (BadMessage e) {
            refuse(e);
        } finally {
            processing = false;
            if (in != null) {
                in.release();
            }
        }
        if (inputShutdown && (state == State.IDLE || state == State.HEAD)) {
            closeWhenSent();
        } else if (state == State.HEAD) {
            deadline.headBy(firstByteAt);
        }
    }

    /** Returns the buffer, or null if it has changed hands. */
    private @Nullable ByteBuf processSome(ByteBuf in) throws BadMessage {
        switch (state) {
            case IDLE, HEAD -> readHead(in);
            case SERVING -> {
                if (requestEnded) {
                    readAhead = in;
                    updateReading();
                    return null;
                }
                return readBody(in);
            }
            case PASSING_OVER -> {
                return passOver(in);
            }
            case CLOSING, LINGERING, CLOSED -> in.skipBytes(in.readableBytes());
        }
        return in;
    }

    private void readHead(ByteBuf in) throws BadMessage {
        if (state == State.IDLE) {
            state = State.HEAD;
            config = handler.config();
            firstByteAt = loop.now();
        }
        if (parser.parse(request, in, config.limits().head())) {
            begin();
        }
    }

    private void begin() throws BadMessage {
        requestLength = Framing.ofRequest(request);
        body.begin(requestLength);
        requestEnded = body.ended();
        keepAlive = config.keepAlive().enabled() && ConnectionFields.persistent(request);
        ConnectionFields.strip(request);
        state = State.SERVING;
        if (requestLength > config.limits().body()) {
            throw bodyTooLarge();
        }
        deadline.serving(loop.now(), firstByteAt);
        handler.request(this);
    }

    /** Returns the buffer, or null if it has changed hands. */
    @SuppressWarnings("ReferenceEquality") // the decoder hands back the buffer itself, or another
    private @Nullable ByteBuf readBody(ByteBuf in) throws BadMessage {
        int before = in.readableBytes();
        ByteBuf data = body.decode(in);
        ByteBuf rest = data == in ? null : in;
        bodyBytesReceived += rest == null ? before : before - in.readableBytes();
        deadline.bodyProgressed(loop.now());
        requestEnded = body.ended();
        if (data != null) {
            deliver(data);
        }
        ClientListener hearer = listener;
        if (requestEnded && hearer != null) {
            requestPaused = false;
            hearer.requestEnd(body.trailers());
        }
        return rest;
    }

    /** Returns the buffer, or null if it has changed hands. */
    @SuppressWarnings("ReferenceEquality") // the decoder hands back the buffer itself, or another
    private @Nullable ByteBuf passOver(ByteBuf in) throws BadMessage {
        int before = in.readableBytes();
        ByteBuf data = body.decode(in);
        ByteBuf rest = data == in ? null : in;
        passedOver += rest == null ? before : before - in.readableBytes();
        if (data != null) {
            data.release();
        }
        requestEnded = body.ended();
        if (requestEnded) {
            nextRequest();
        } else if (passedOver > LONGEST_REST) {
            closeWhenSent();
        }
        return rest;
    }

    private void deliver(ByteBuf data) {
        contentReceived += data.readableBytes();
        if (contentReceived > config.limits().body()) {
            data.release();
            requestEnded = false;
            failAnswerable(ClientFailure.BODY_TOO_LARGE, bodyTooLarge().sentence());
            return;
        }
        requireNonNull(listener, "listener").requestBody(data);
    }

    private BadMessage bodyTooLarge() {
        return new BadMessage(
                413, "The request's body is larger than " + config.limits().body() + " bytes.");
    }

    private void refuse(BadMessage e) {
        if (state == State.PASSING_OVER) {
            closeWhenSent();
        } else if (listener != null) {
            failAnswerable(ClientFailure.BAD_BODY, e.sentence());
        } else {
            refuse(e.status(), e.sentence());
        }
    }

    private void refuse(int status, String sentence) {
        state = State.SERVING;
        requestEnded = false;
        keepAlive = false;
        handler.rejected(this, status, sentence);
    }

    private void failAnswerable(ClientFailure failure, String reason) {
        keepAlive = false;
        body.begin(Framing.UNTIL_CLOSE);
        requireNonNull(listener, "listener").clientFailed(failure, reason);
    }

    private void fail(ClientFailure failure, String reason) {
        ClientListener hearer = listener;
        listener = null;
        state = State.CLOSED;
        if (hearer != null) {
            hearer.clientFailed(failure, reason);
        }
    }

    // The stream

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public long requestLength() {
        return requestLength;
    }

    @Override
    public boolean requestEnded() {
        return requestEnded;
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
        requestPaused = true;
        updateReading();
    }

    @Override
    public void resumeRequest() {
        requestPaused = false;
        deadline.bodyProgressed(loop.now());
        updateReading();
    }

    @Override
    public void sendInterim(ResponseHead head) {
        if (request.httpMinor() == 0) {
            return;
        }
        ByteBuf out = output.room(HeadEncoder.size(head));
        HeadEncoder.statusLine(out, head);
        head.writeFields(out);
        HeadEncoder.endOfHead(out);
        output.flush();
    }

    @Override
    public void sendHead(ResponseHead head, long bodyLength) {
        headSent = true;
        bodySuppressed = request.method() == Method.HEAD || head.bodiless();
        boolean unknown = bodyLength == UNKNOWN && !bodySuppressed;
        chunked = unknown && request.httpMinor() > 0;
        firstChunk = true;
        endsByClose = unknown && !chunked;
        keepAlive = keepAlive && !endsByClose && mayKeepAlive();
        ByteBuf out = output.room(HeadEncoder.size(head) + Output.roomFor(bodyLength));
        HeadEncoder.statusLine(out, head);
        head.writeFields(out);
        if (!head.has(FieldName.DATE)) {
            HeadEncoder.date(out);
        }
        if (chunked) {
            HeadEncoder.transferChunked(out);
        }
        if (!keepAlive) {
            HeadEncoder.connectionClose(out);
        } else if (request.httpMinor() == 0) {
            HeadEncoder.connectionKeepAlive(out);
        }
        HeadEncoder.endOfHead(out);
    }

    private boolean mayKeepAlive() {
        if (!requestEnded && request.has(FieldName.EXPECT)) {
            return false;
        }
        return !handler.closing() && requestsBefore + 1 < config.keepAlive().maxRequests();
    }

    @Override
    public void sendBody(ByteBuf data) {
        int length = data.readableBytes();
        if (bodySuppressed || length == 0) {
            data.release();
            return;
        }
        if (chunked) {
            HeadEncoder.chunkHeader(output.room(HeadEncoder.CHUNK_HEADER), length, firstChunk);
            firstChunk = false;
        }
        output.send(data);
    }

    @Override
    public void sendEnd(@Nullable Trailers trailers) {
        if (chunked) {
            int trailersSize = trailers == null ? 0 : HeadEncoder.size(trailers);
            ByteBuf out = output.room(HeadEncoder.CHUNK_HEADER + 2 + trailersSize);
            HeadEncoder.lastChunk(out, firstChunk);
            if (trailers != null) {
                trailers.writeFields(out);
            }
            HeadEncoder.endOfHead(out);
        }
        ClientListener hearer = requireNonNull(listener, "listener");
        listener = null;
        hearer.responseEnded();
        if (!keepAlive) {
            closeWhenSent();
        } else if (!requestEnded) {
            passOverRest();
        } else if (!inputShutdown || readAhead != null || processing) {
            nextRequest();
        } else {
            closeWhenSent();
        }
    }

    /** A client that goes on sending its request may keep its connection, unless that is long or slow. */
    private void passOverRest() {
        if (inputShutdown) {
            closeWhenSent();
            return;
        }
        state = State.PASSING_OVER;
        passedOver = 0;
        requestPaused = false;
        flushSoon();
        updateReading();
        deadline.passingOver(loop.now());
    }

    private void nextRequest() {
        flushSoon();
        requestsBefore++;
        state = State.IDLE;
        headSent = false;
        contentReceived = 0;
        bodyBytesReceived = 0;
        output.resetCounts();
        request.clear();
        parser.reset();
        deadline.idleFrom(loop.now());
        ByteBuf kept = readAhead;
        if (kept != null && !processing) {
            readAhead = null;
            process(kept);
            if (flushDue) {
                flushDue = false;
                output.flush();
            }
        }
        updateReading();
        if (state == State.IDLE && handler.closing()) {
            closeWhenSent();
        }
    }

    private void flushSoon() {
        if (processing) {
            flushDue = true;
        } else {
            output.flush();
        }
    }

    private void closeWhenSent() {
        boolean linger = (!requestEnded || readAhead != null) && !inputShutdown;
        state = State.CLOSING;
        deadline.closing(loop.now());
        releaseReadAhead();
        output.flushThen(linger ? this::beginLingering : this::closeNow);
    }

    private void closeNow() {
        channel().close();
    }

    private void beginLingering() {
        if (state != State.CLOSING) {
            return;
        }
        state = State.LINGERING;
        if (inputShutdown) {
            closeNow();
            return;
        }
        output.shutdown();
        requestPaused = false;
        updateReading();
        deadline.lingering(loop.touch());
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
        return channel().isWritable();
    }

    @Override
    public void closeAfterResponse() {
        keepAlive = false;
    }

    @Override
    public void abort() {
        listener = null;
        state = State.CLOSED;
        if (headSent && endsByClose) {
            output.resetOnClose();
        }
        channel().close();
    }

    @Override
    public long bytesReceived() {
        return request.length() + bodyBytesReceived;
    }

    @Override
    public long bytesSent() {
        return output.sent();
    }

    // The transport

    @Override
    public void drain() {
        if (state == State.IDLE) {
            closeWhenSent();
        }
    }

    @Override
    public void cut() {
        if (state == State.SERVING) {
            fail(ClientFailure.CUT, "The daemon stopped before the exchange was over.");
        }
        channel().close();
    }

    // What the deadline asks and tells

    ClientConfig config() {
        return config;
    }

    boolean waitsForBody() {
        return state == State.SERVING && !requestEnded && !requestPaused && listener != null;
    }

    long unsentBytes() {
        return output.unsent();
    }

    void idleTooLong() {
        if (state == State.IDLE) {
            closeWhenSent();
        }
    }

    void headTooSlow() {
        if (state == State.HEAD) {
            refuse(408, "The request's head did not come in time.");
        }
    }

    void bodyTooSlow() {
        failAnswerable(ClientFailure.BODY_TIMEOUT, "The request's body made no progress in time.");
    }

    void restTooSlow() {
        closeWhenSent();
    }

    void requestTooSlow() {
        if (state == State.SERVING && listener != null) {
            failAnswerable(ClientFailure.REQUEST_TIMEOUT, "The exchange took longer than it may.");
        }
    }

    void sendTooSlow() {
        if (state == State.SERVING) {
            fail(ClientFailure.SEND_TIMEOUT, "The client took no byte of the response in time.");
        }
        channel().close();
    }

    void lingeredLongEnough() {
        channel().close();
    }

    // Small helpers

    private void updateReading() {
        boolean full = readAhead != null
                && readAhead.readableBytes() >= config.limits().readAhead();
        boolean wanted = !full && !(requestPaused && !requestEnded);
        if (wanted != reading) {
            reading = wanted;
            channel().config().setAutoRead(wanted);
        }
    }

    private void releaseReadAhead() {
        if (readAhead != null) {
            readAhead.release();
            readAhead = null;
        }
    }

    private Channel channel() {
        return requireNonNull(channel, "channel");
    }
}
