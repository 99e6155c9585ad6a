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
    private final RequestReader reader = new RequestReader();
    private final ClientDeadline deadline = new ClientDeadline(this);
    private final Output output = new Output();
    private final BodyWriter bodyWriter = new BodyWriter(output);

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
    private long answeredAfter;
    private long acceptedAt;
    private long firstByteAt;
    private int requestsBefore;
    private boolean keepAlive;
    private boolean headSent;
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
        reader.next();
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
            readAhead = append(readAhead, in);
            updateReading();
            return;
        }
        process(in);
    }

    /** Puts bytes behind those that are kept, which move only if no body that is still held lies in the same buffer. */
    private ByteBuf append(ByteBuf kept, ByteBuf in) {
        ByteBuf all = kept;
        if (kept.refCnt() == 1) {
            kept.discardSomeReadBytes();
        } else {
            all = channel().alloc().buffer(kept.readableBytes() + in.readableBytes());
            all.writeBytes(kept);
            kept.release();
        }
        all.writeBytes(in);
        in.release();
        return all;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        processed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        loop.touch();
        if (ctx.channel().isWritable()) {
            deadline.sendResumed();
            if (listener != null) {
                listener.clientWritable();
            }
        } else {
            deadline.sendStalled(loop.now());
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
                if (!reader.ended()) {
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

    /** All that there is for now has been processed. */
    private void processed() {
        if (flushDue) {
            flushDue = false;
            output.flush();
        }
        if (listener != null && !reader.ended()) {
            listener.requestPaused();
        }
    }

    /** Returns the buffer, or null if it has changed hands. */
    private @Nullable ByteBuf processSome(ByteBuf in) throws BadMessage {
        switch (state) {
            case IDLE, HEAD -> readHead(in);
            case SERVING -> {
                if (reader.ended()) {
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
        if (reader.readHead(in, config.limits())) {
            state = State.SERVING;
            keepAlive = config.keepAlive().enabled() && reader.persistent();
            deadline.serving(loop.now(), firstByteAt);
            handler.request(this);
        }
    }

    /** Returns the buffer, or null if it has changed hands. */
    @SuppressWarnings("ReferenceEquality") // the reader hands back the buffer itself, or another
    private @Nullable ByteBuf readBody(ByteBuf in) throws BadMessage {
        ByteBuf data = reader.readBody(in);
        ByteBuf rest = data == in ? null : in;
        deadline.bodyProgressed(loop.now());
        if (data != null) {
            deliver(data);
        }
        ClientListener hearer = listener;
        if (reader.ended() && hearer != null) {
            requestPaused = false;
            hearer.requestEnd(reader.trailers());
        }
        return rest;
    }

    private void deliver(ByteBuf data) {
        if (reader.tooLong(config.limits())) {
            data.release();
            failAnswerable(
                    ClientFailure.BODY_TOO_LARGE,
                    RequestReader.tooLarge(config.limits()).sentence());
            return;
        }
        requireNonNull(listener, "listener").requestBody(data);
    }

    /** Returns the buffer, or null if it has changed hands. */
    @SuppressWarnings("ReferenceEquality") // the reader hands back the buffer itself, or another
    private @Nullable ByteBuf passOver(ByteBuf in) throws BadMessage {
        ByteBuf data = reader.readBody(in);
        ByteBuf rest = data == in ? null : in;
        if (data != null) {
            data.release();
        }
        if (reader.ended()) {
            nextRequest();
        } else if (reader.bytes() - answeredAfter > LONGEST_REST) {
            closeWhenSent();
        }
        return rest;
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
        reader.lose();
        keepAlive = false;
        handler.rejected(this, status, sentence);
    }

    private void failAnswerable(ClientFailure failure, String reason) {
        keepAlive = false;
        reader.lose();
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
        if (request().httpMinor() == 0) {
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
        endsByClose = beginBody(head, bodyLength);
        keepAlive = keepAlive && !endsByClose && mayKeepAlive();
        ByteBuf out = output.room(HeadEncoder.size(head) + Output.roomFor(bodyLength));
        HeadEncoder.statusLine(out, head);
        head.writeFields(out);
        if (!head.has(FieldName.DATE)) {
            HeadEncoder.date(out);
        }
        if (bodyWriter.chunked()) {
            HeadEncoder.transferChunked(out);
        }
        if (!keepAlive) {
            HeadEncoder.connectionClose(out);
        } else if (request().httpMinor() == 0) {
            HeadEncoder.connectionKeepAlive(out);
        }
        HeadEncoder.endOfHead(out);
    }

    /** Returns whether only the end of the connection can tell the end of the body. */
    private boolean beginBody(ResponseHead head, long bodyLength) {
        if (request().method() == Method.HEAD || head.bodiless()) {
            bodyWriter.beginNone();
            return false;
        }
        if (bodyLength == UNKNOWN && request().httpMinor() > 0) {
            bodyWriter.beginChunked();
            return false;
        }
        bodyWriter.beginPlain();
        return bodyLength == UNKNOWN;
    }

    private boolean mayKeepAlive() {
        if (!reader.ended() && request().has(FieldName.EXPECT)) {
            return false;
        }
        return !handler.closing() && requestsBefore + 1 < config.keepAlive().maxRequests();
    }

    @Override
    public void sendBody(ByteBuf data) {
        bodyWriter.send(data);
    }

    @Override
    public void sendEnd(@Nullable Trailers trailers) {
        bodyWriter.end(trailers);
        ClientListener hearer = requireNonNull(listener, "listener");
        listener = null;
        hearer.responseEnded();
        if (!keepAlive) {
            closeWhenSent();
        } else if (!reader.ended()) {
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
        answeredAfter = reader.bytes();
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
        output.resetCounts();
        reader.next();
        deadline.idleFrom(loop.now());
        ByteBuf kept = readAhead;
        if (kept != null && !processing) {
            readAhead = null;
            process(kept);
            processed();
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
        boolean unread = readAhead != null || (state != State.IDLE && !reader.ended());
        boolean linger = unread && !inputShutdown;
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
        return reader.bytes();
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
        return state == State.SERVING && !reader.ended() && !requestPaused && listener != null;
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
        boolean wanted = !full && !(requestPaused && !reader.ended());
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
