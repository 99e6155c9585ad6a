package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's HTTP/1 connection: takes one request after another out of it and sends their responses in the same order.
 *
 * <p>While a request is being answered, what the client sends behind it is kept, up to the listener's {@code read-ahead};
 * beyond that the connection is not read. A client that has closed its sending side still gets its response.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientTransport {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** What is passed over of a request that was answered before its end; beyond that closing costs less. */
    private static final int LONGEST_REST = 256 * 1024;

    private final Loop loop;
    private final RequestHandler handler;
    private final RequestReader reader;
    private final ClientDeadline deadline = new ClientDeadline(this);
    private final ReadAhead readAhead = new ReadAhead();
    private final Output output = new Output();
    private final Http1ClientStream stream;

    private ClientConfig config;
    private ClientState state = ClientState.IDLE;
    private @Nullable Channel channel;
    private boolean processing;
    private boolean flushDue;
    private boolean reading = true;
    private boolean inputShutdown;

    private long answeredAfter;

    /**
     * @param heads of the same loop
     */
    public ClientConnection(Loop loop, RequestHandler handler, RequestHeads heads) {
        this.loop = requireNonNull(loop, "loop");
        this.handler = requireNonNull(handler, "handler");
        reader = new RequestReader(requireNonNull(heads, "heads"));
        stream = new Http1ClientStream(this, reader, output);
        this.config = handler.config();
    }

    // What the channel tells

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        output.open(ctx.channel());
        long now = loop.touch();
        stream.accepted(ctx.channel(), now);
        reader.next();
        handler.connected(this);
        deadline.idleFrom(now);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        loop.touch();
        if (readAhead.isEmpty()) {
            process(in);
        } else {
            readAhead.append(in);
            updateReading();
        }
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
            stream.clientWritable();
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
        ClientState last = state;
        if (last != ClientState.CLOSED) {
            closed();
        }
        output.discard();
        readAhead.release();
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
                    breakOff(ClientFailure.GONE, "The client closed its connection before the request was whole.");
                }
            }
            case CLOSING -> {}
            case LINGERING, CLOSED -> channel().close();
        }
    }

    private void closed() {
        boolean serving = state == ClientState.SERVING;
        state = ClientState.CLOSED;
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
        if (inputShutdown && (state == ClientState.IDLE || state == ClientState.HEAD)) {
            closeWhenSent();
        } else if (state == ClientState.HEAD) {
            deadline.headBy(stream.firstByteAt());
        }
    }

    /** All that there is for now has been processed. */
    private void processed() {
        if (flushDue) {
            flushDue = false;
            output.flush();
        }
        stream.nothingMoreForNow();
    }

    /** Returns the buffer, or null if it has changed hands. */
    private @Nullable ByteBuf processSome(ByteBuf in) throws BadMessage {
        switch (state) {
            case IDLE, HEAD -> readHead(in);
            case SERVING -> {
                if (reader.ended()) {
                    readAhead.keep(in);
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
        if (state == ClientState.IDLE) {
            state = ClientState.HEAD;
            config = handler.config();
            stream.begin(loop.now());
        }
        if (reader.readHead(in, config.limits())) {
            state = ClientState.SERVING;
            stream.keepAlive(config.keepAlive().enabled() && reader.persistent());
            deadline.serving(loop.now(), stream.firstByteAt());
            handler.request(stream);
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
        if (reader.ended()) {
            stream.requestEnd();
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
        stream.requestBody(data);
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
        if (state == ClientState.PASSING_OVER) {
            closeWhenSent();
        } else if (stream.heard()) {
            failAnswerable(ClientFailure.BAD_BODY, e.sentence());
        } else {
            refuse(e.status(), e.sentence());
        }
    }

    private void refuse(int status, String sentence) {
        state = ClientState.SERVING;
        reader.lose();
        stream.closeAfterResponse();
        handler.rejected(stream, status, sentence);
    }

    private void failAnswerable(ClientFailure failure, String reason) {
        stream.closeAfterResponse();
        reader.lose();
        stream.failAnswerable(failure, reason);
    }

    private void fail(ClientFailure failure, String reason) {
        state = ClientState.CLOSED;
        stream.fail(failure, reason);
    }

    /** Closes now, whatever is under way, so that the client can tell that its response is not whole. */
    private void breakOff(ClientFailure failure, String reason) {
        if (state == ClientState.SERVING || state == ClientState.CLOSING) {
            stream.resetIfEndedByClose();
        }
        if (state == ClientState.SERVING) {
            fail(failure, reason);
        }
        channel().close();
    }

    // What the stream asks

    Loop loop() {
        return loop;
    }

    /** Whether this request's response may be followed by another. */
    boolean mayGoOn() {
        return !handler.closing()
                && stream.requestsBefore() + 1 < config.keepAlive().maxRequests();
    }

    void requestResumed() {
        deadline.bodyProgressed(loop.now());
        updateReading();
    }

    void responseEnded(boolean keepAlive) {
        if (!keepAlive) {
            closeWhenSent();
        } else if (!reader.ended()) {
            passOverRest();
        } else if (!inputShutdown || !readAhead.isEmpty() || processing) {
            nextRequest();
        } else {
            closeWhenSent();
        }
    }

    void aborted() {
        state = ClientState.CLOSED;
        channel().close();
    }

    /** A client that goes on sending its request may keep its connection, unless that is long or slow. */
    private void passOverRest() {
        if (inputShutdown) {
            closeWhenSent();
            return;
        }
        state = ClientState.PASSING_OVER;
        answeredAfter = reader.bytes();
        stream.pauseOver();
        flushSoon();
        updateReading();
        deadline.passingOver(loop.now());
    }

    private void nextRequest() {
        flushSoon();
        state = ClientState.IDLE;
        stream.next();
        reader.next();
        deadline.idleFrom(loop.now());
        if (!readAhead.isEmpty() && !processing) {
            process(readAhead.take());
            processed();
        }
        updateReading();
        if (state == ClientState.IDLE && handler.closing()) {
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
        boolean unread = !readAhead.isEmpty() || (state != ClientState.IDLE && !reader.ended());
        state = ClientState.CLOSING;
        deadline.closing(loop.now());
        readAhead.release();
        output.flushThen(() -> sent(unread));
    }

    /** Input after the close would reset the connection, and take from the client what of its response is still on its way. */
    private void sent(boolean unread) {
        if (state != ClientState.CLOSING) {
            return;
        }
        boolean moreMayCome = unread || (reader.persistent() && output.unacknowledged() != 0);
        if (moreMayCome && !inputShutdown) {
            linger(unread);
        } else {
            channel().close();
        }
    }

    private void linger(boolean inputExpected) {
        state = ClientState.LINGERING;
        output.shutdown();
        stream.pauseOver();
        updateReading();
        long now = loop.touch();
        deadline.lingering(now, new Lingering(output::unacknowledged, inputExpected, now));
    }

    // The transport

    @Override
    public void drain() {
        if (state == ClientState.IDLE) {
            closeWhenSent();
        }
    }

    @Override
    public void cut() {
        breakOff(ClientFailure.CUT, "The daemon stopped before the exchange was over.");
    }

    // What the deadline asks and tells

    ClientConfig config() {
        return config;
    }

    boolean requestWhole() {
        return reader.ended();
    }

    boolean waitsForBody() {
        return state == ClientState.SERVING && !reader.ended() && !stream.paused() && stream.heard();
    }

    long unsentBytes() {
        return output.unsent();
    }

    void idleTooLong() {
        if (state == ClientState.IDLE) {
            closeWhenSent();
        }
    }

    void headTooSlow() {
        if (state == ClientState.HEAD) {
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
        if (state == ClientState.SERVING && stream.heard()) {
            failAnswerable(ClientFailure.REQUEST_TIMEOUT, "The exchange took longer than it may.");
        }
    }

    void sendTooSlow() {
        breakOff(ClientFailure.SEND_TIMEOUT, "The client took no byte of the response in time.");
    }

    void lingeredLongEnough() {
        channel().close();
    }

    // Small helpers

    void updateReading() {
        boolean full =
                !readAhead.isEmpty() && readAhead.size() >= config.limits().readAhead();
        boolean wanted = !full && !(stream.paused() && !reader.ended());
        if (wanted != reading) {
            reading = wanted;
            channel().config().setAutoRead(wanted);
        }
    }

    private Channel channel() {
        return requireNonNull(channel, "channel");
    }
}
