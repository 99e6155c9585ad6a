package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.UpstreamConfig;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.message.BackendListener;
import dev.evenkeel.balancer.message.BackendStream;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend's HTTP/1 connection: sends one request after another and reads their responses, as strictly as a client's
 * requests are read but for blanks behind the size of a chunk, which no client gets to see. Whatever is wrong with a
 * response ends the connection, so that nothing left over can be taken for the answer to another client's request.
 */
public final class BackendConnection extends ChannelInboundHandlerAdapter implements BackendStream {
    private static final Logger LOG = LoggerFactory.getLogger(BackendConnection.class);
    private static final int MOST_INTERIM_RESPONSES = 64;

    /** Who keeps the connection between exchanges. Called on its event loop. */
    public interface Owner {
        /** The settings in force now. */
        UpstreamConfig config();

        /** An exchange is over; a reusable connection is at rest and may be given out again, another is closed. */
        void released(BackendConnection connection, boolean reusable);

        /**
         * The connection is closed; called once.
         *
         * @param abandoned whether the backend closed it while it was at rest
         */
        void closed(BackendConnection connection, boolean abandoned);

        /** Counts what went over the connection for one exchange, in bytes. */
        void transferred(long sent, long received);
    }

    private enum State {
        REST,
        BUSY,
        CLOSED
    }

    private final Loop loop;
    private final Owner owner;
    private final ResponseHead response = new ResponseHead();
    private final ResponseParser parser = new ResponseParser();
    private final BodyDecoder body = BodyDecoder.ofResponses();
    private final BackendDeadline deadline = new BackendDeadline(this);
    private final Output output = new Output();
    private final BodyWriter bodyWriter = new BodyWriter(output);

    private UpstreamConfig config;
    private State state = State.REST;
    private @Nullable Channel channel;
    private @Nullable BackendListener listener;
    private boolean reading = true;
    private boolean headRequest;
    private boolean requestEnded;
    private boolean lastRequest;
    private boolean headRead;
    private boolean persistent;
    private boolean broken;
    private int interimResponses;
    private int requests;
    private long received;
    private long restingSince;
    private long announcedIdle = Long.MAX_VALUE;

    public BackendConnection(Loop loop, Owner owner) {
        this.loop = requireNonNull(loop, "loop");
        this.owner = requireNonNull(owner, "owner");
        this.config = owner.config();
    }

    // What the owner asks

    /** Whether the connection still stands as far as is known. */
    public boolean alive() {
        return state != State.CLOSED && channel().isActive();
    }

    /** Since when it is unused, in {@link Loop#nanos()}. */
    public long restingSince() {
        return restingSince;
    }

    /** How long the backend said that it keeps an unused connection, in nanoseconds, or {@link Long#MAX_VALUE}. */
    public long announcedIdle() {
        return announcedIdle;
    }

    /** Whether no request was sent on it yet, but for what {@link #ask} sent. */
    public boolean unused() {
        return requests == 0;
    }

    /** Closes the connection if no exchange is under way on it. */
    public void closeIfResting() {
        if (state == State.REST) {
            close();
        }
    }

    /** Whether an exchange is under way on it. */
    public boolean busy() {
        return state == State.BUSY;
    }

    /** Ends the exchange that is under way, if there is one, with {@link BackendFailure#CUT}. */
    public void cut(String reason) {
        if (busy()) {
            fail(BackendFailure.CUT, reason);
        }
    }

    /** Sees to it that {@link #closeIfResting} is called at this time. */
    public void restUntil(long at) {
        deadline.restUntil(at);
    }

    // What the channel tells

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        output.open(ctx.channel());
        restingSince = loop.now();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        loop.touch();
        ByteBuf in = (ByteBuf) message;
        received += in.readableBytes();
        if (state != State.BUSY) {
            in.release();
            close();
            return;
        }
        process(in);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.responsePaused();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        loop.touch();
        if (!ctx.channel().isWritable()) {
            deadline.sendStalled(loop.now());
            return;
        }
        deadline.sendResumed();
        if (listener != null) {
            listener.backendWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.touch();
        State last = state;
        state = State.CLOSED;
        deadline.disarm();
        if (last == State.BUSY) {
            endOfInput();
        }
        output.discard();
        owner.closed(this, last == State.REST);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Closing the backend connection {} after an unexpected error", ctx.channel(), cause);
        }
        broken = true;
        ctx.close();
    }

    private void endOfInput() {
        if (headRead && !broken && body.endOfInput()) {
            endExchange().responseEnd(body.trailers());
            return;
        }
        if (headRead) {
            tellFailure(BackendFailure.CLOSED, "The backend closed the connection before its response was whole.");
        } else if (parser.begun()) {
            tellFailure(BackendFailure.CLOSED, "The backend closed the connection in the head of its response.");
        } else {
            tellFailure(BackendFailure.CLOSED_UNANSWERED, "The backend closed the connection before it answered.");
        }
    }

    // From bytes to a response

    private void process(ByteBuf input) {
        ByteBuf in = input;
        try {
            while (in != null && in.isReadable() && state == State.BUSY) {
                in = headRead ? readBody(in) : readHead(in);
            }
        } catch (BadMessage e) {
            fail(BackendFailure.BAD_RESPONSE, e.sentence());
        } finally {
            if (in != null) {
                in.release();
            }
        }
    }

    private ByteBuf readHead(ByteBuf in) throws BadMessage {
        deadline.progressed(loop.now());
        if (!parser.parse(response, in, ResponseParser.LIMITS)) {
            return in;
        }
        if (response.status() < 200) {
            readInterim();
            return in;
        }
        long framing = Framing.ofResponse(response, headRequest);
        // gunicorn 20 answers HEAD with the body of GET, a moment after the head. Another client's request could be
        // under way by then and be answered with it, so no connection carries a request after HEAD.
        persistent = ConnectionFields.persistent(response) && framing != Framing.UNTIL_CLOSE && !headRequest;
        readAnnouncedIdle();
        ConnectionFields.strip(response);
        if (response.status() == 204) {
            response.dropAll(FieldName.CONTENT_LENGTH);
        }
        headRead = true;
        body.begin(framing);
        hearer().responseHead(response, framing < 0 ? ClientStream.UNKNOWN : framing);
        if (state == State.BUSY && body.ended()) {
            complete(in.isReadable());
        }
        return in;
    }

    private void readInterim() throws BadMessage {
        if (response.status() == 101) {
            throw BadMessage.badRequest("The backend switched protocols without being asked to.");
        }
        if (++interimResponses > MOST_INTERIM_RESPONSES) {
            throw BadMessage.badRequest("The backend sent more than " + MOST_INTERIM_RESPONSES + " 1xx responses.");
        }
        ConnectionFields.strip(response);
        response.dropAll(FieldName.CONTENT_LENGTH);
        hearer().interimResponse(response);
        response.clear();
        parser.reset();
    }

    @SuppressWarnings("ReferenceEquality") // the decoder hands back the buffer itself, or another
    private @Nullable ByteBuf readBody(ByteBuf in) throws BadMessage {
        deadline.progressed(loop.now());
        ByteBuf data = body.decode(in);
        ByteBuf rest = data == in ? null : in;
        if (data != null) {
            hearer().responseBody(data);
        }
        if (state == State.BUSY && body.ended()) {
            complete(rest != null && rest.isReadable());
        }
        return rest;
    }

    /** {@code Keep-Alive: timeout=5}, as Apache and Node announce it. */
    private void readAnnouncedIdle() {
        int position = response.find(FieldName.KEEP_ALIVE);
        if (position >= 0) {
            announcedIdle = KeepAliveTimeout.parse(
                    response.bytes(), response.valueStart(position), response.valueEnd(position));
        }
    }

    private void complete(boolean bytesLeft) {
        boolean reusable = persistent
                && requestEnded
                && !lastRequest
                && !bytesLeft
                && channel().isActive();
        state = State.REST;
        restingSince = loop.now();
        deadline.resting();
        if (!reading) {
            reading = true;
            channel().config().setAutoRead(true);
        }
        BackendListener hearer = endExchange();
        owner.released(this, reusable);
        if (!reusable) {
            close();
        }
        hearer.responseEnd(body.trailers());
    }

    private void tellFailure(BackendFailure failure, String reason) {
        endExchange().backendFailed(failure, reason);
    }

    private void fail(BackendFailure failure, String reason) {
        close();
        tellFailure(failure, reason);
    }

    private void close() {
        state = State.CLOSED;
        channel().close();
    }

    // The stream

    @Override
    public void sendHead(RequestHead head, long bodyLength, BackendListener newListener) {
        begin(newListener);
        requests++;
        headRequest = head.method() == Method.HEAD;
        boolean chunked = bodyLength == ClientStream.UNKNOWN;
        if (chunked) {
            bodyWriter.beginChunked();
        } else {
            bodyWriter.beginPlain();
        }
        lastRequest =
                !config.keepAlive().enabled() || requests >= config.keepAlive().maxRequests();
        ByteBuf out = output.room(HeadEncoder.size(head) + Output.roomFor(bodyLength));
        HeadEncoder.requestLine(out, head);
        head.writeFields(out);
        if (head.authorityEnd() == head.authorityStart()) {
            HeadEncoder.host(out, hostOfBackend());
        }
        if (chunked) {
            HeadEncoder.transferChunked(out);
        }
        if (lastRequest) {
            HeadEncoder.connectionClose(out);
        }
        HeadEncoder.endOfHead(out);
    }

    private void begin(BackendListener newListener) {
        config = owner.config();
        listener = requireNonNull(newListener, "listener");
        state = State.BUSY;
        requestEnded = false;
        headRead = false;
        interimResponses = 0;
        announcedIdle = Long.MAX_VALUE;
        response.clear();
        parser.reset();
        output.watermark(config.buffers().low(), config.buffers().high());
        deadline.sending(loop.now());
    }

    /**
     * Sends a request of the balancer's own, which has no body and does not count as a use of the connection.
     *
     * @param method not HEAD
     * @param host the Host field; null for the address of the backend
     */
    public void ask(String method, String target, @Nullable String host, BackendListener newListener) {
        begin(newListener);
        headRequest = false;
        lastRequest = false;
        bodyWriter.beginPlain();
        String named = host == null ? hostOfBackend() : host;
        ByteBuf out = output.room(method.length() + target.length() + named.length() + HeadEncoder.OVERHEAD);
        HeadEncoder.requestLine(out, method, target);
        HeadEncoder.host(out, named);
        HeadEncoder.endOfHead(out);
        sendEnd(null);
    }

    /** What a request of HTTP/1.0 without a host is sent to, as nginx has it. */
    private String hostOfBackend() {
        return channel().remoteAddress() instanceof InetSocketAddress address
                ? NetUtil.toSocketAddressString(address)
                : "localhost";
    }

    @Override
    public void sendBody(ByteBuf data) {
        if (state != State.BUSY) {
            data.release();
            return;
        }
        bodyWriter.send(data);
    }

    @Override
    public void sendEnd(@Nullable Trailers trailers) {
        bodyWriter.end(trailers);
        requestEnded = true;
        deadline.sent(loop.now());
        output.flush();
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public boolean writable() {
        return output.writable();
    }

    @Override
    public void pauseResponse() {
        read(false);
    }

    @Override
    public void resumeResponse() {
        deadline.progressed(loop.now());
        read(true);
    }

    private void read(boolean wanted) {
        if (reading != wanted && state == State.BUSY) {
            reading = wanted;
            channel().config().setAutoRead(wanted);
        }
    }

    @Override
    public void cancel() {
        endExchange();
        close();
    }

    private BackendListener endExchange() {
        owner.transferred(output.sent(), received);
        output.resetCounts();
        received = 0;
        BackendListener hearer = hearer();
        listener = null;
        return hearer;
    }

    // What the deadline asks and tells

    Loop loop() {
        return loop;
    }

    UpstreamConfig config() {
        return config;
    }

    boolean awaitsFirstByte() {
        return requestEnded && !headRead && !parser.begun();
    }

    boolean awaitsMore() {
        return reading && (headRead || parser.begun());
    }

    long unsentBytes() {
        return output.unsent();
    }

    void firstByteTooLate() {
        fail(BackendFailure.FIRST_BYTE_TIMEOUT, "The backend sent no byte of its response in time.");
    }

    void idleTooLong(String what) {
        fail(BackendFailure.IDLE_TIMEOUT, what);
    }

    private BackendListener hearer() {
        return requireNonNull(listener, "listener");
    }

    private Channel channel() {
        return requireNonNull(channel, "channel");
    }
}
