package dev.evenkeel.balancer.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientListener;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import dev.evenkeel.balancer.message.Via;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, owned by one event loop from first byte to last.
 *
 * <p>A {@link RequestSink sink} hears the request's body; without one it is passed over. A service ends the exchange with
 * {@link #sendEnd}, {@link #respond} or {@link #fail}; whatever else happens to it, it ends with exactly one
 * {@link Outcome}, of which the {@link ExchangeListener} is told once.
 */
public final class Exchange implements ClientListener {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ClientStream client;
    private final ExchangeContext context;
    private final Timeline timeline = new Timeline();
    private @Nullable RequestSink sink;
    private @Nullable String requestId;
    private @Nullable RequestIds requestIds;
    private long requestNumber;
    private int forwardedFor = -1;
    private String service = "";
    private @Nullable Attempt lastAttempt;
    private int attempts;
    private int status;
    private boolean over;
    private Outcome outcome = Outcome.COMPLETED;
    private @Nullable String reason;
    private long contentReceived;
    private long contentSent;

    /** Begins an exchange for a request of which the head has come, and hears of its body from now on. */
    public Exchange(ClientStream client, ExchangeContext context) {
        this.client = requireNonNull(client, "client");
        this.context = requireNonNull(context, "context");
        timeline.record(Moment.FIRST_BYTE, client.firstByteAt());
        timeline.record(Moment.HEAD_COMPLETE, client.loop().now());
        client.listen(this);
    }

    public ClientStream client() {
        return client;
    }

    public Loop loop() {
        return client.loop();
    }

    public RequestHead request() {
        return client.request();
    }

    public Timeline timeline() {
        return timeline;
    }

    /** The name of the listener that the request came to. */
    public String listenerName() {
        return context.listenerName();
    }

    /** What names this request in logs, answers and at the backend; empty if it was not named. */
    public String requestId() {
        String id = requestId;
        if (id == null) {
            id = requestIds == null ? "" : requestIds.text(requestNumber);
            requestId = id;
        }
        return id;
    }

    /**
     * Writes the id, if it was made here, without making a text of it: {@value RequestIds#LENGTH} bytes of ASCII.
     *
     * @return false if nothing was written, since the sender named the request, or nobody did: see {@link #requestId()}
     */
    public boolean writeOwnRequestId(byte[] target, int at) {
        if (requestIds == null) {
            return false;
        }
        requestIds.write(requestNumber, target, at);
        return true;
    }

    /** Names the request as its sender did. */
    public void requestId(String id) {
        requestId = id;
        requestIds = null;
    }

    /** Names the request by a number of which the text is made when somebody asks. */
    public void requestId(RequestIds ids, long number) {
        requestIds = ids;
        requestNumber = number;
        requestId = null;
    }

    /**
     * The position of the first {@code X-Forwarded-For} field that came from a sender who is trusted, or -1. It may be
     * dropped from the head by now, but its bytes are there.
     */
    public int forwardedFor() {
        return forwardedFor;
    }

    /** Records where it stands. */
    public void forwardedFor(int position) {
        forwardedFor = position;
    }

    /** The name of the service that the request was routed to; empty if it was not. */
    public String service() {
        return service;
    }

    /** Records the service, and that the request is routed. */
    public void routed(String name) {
        service = name;
        timeline.record(Moment.ROUTED, loop().now());
    }

    /** The latest try at a backend, or null if there was none. */
    public @Nullable Attempt lastAttempt() {
        return lastAttempt;
    }

    /** How many tries there were. */
    public int attempts() {
        return attempts;
    }

    /** Records that a backend is tried. */
    public Attempt attempt(String backend) {
        Attempt attempt = new Attempt(backend, loop(), lastAttempt);
        lastAttempt = attempt;
        attempts++;
        return attempt;
    }

    /** The status of the response, or 0 if none was begun. */
    public int status() {
        return status;
    }

    /** How it ended; {@link Outcome#COMPLETED} as long as nothing else happened. */
    public Outcome outcome() {
        return outcome;
    }

    /** What exactly happened, if the outcome is a failure. */
    public @Nullable String reason() {
        return reason;
    }

    /** Whether the exchange has ended: nothing may be sent any more. */
    public boolean over() {
        return over;
    }

    /** Bytes of the request's body, without framing, so far. */
    public long contentReceived() {
        return contentReceived;
    }

    /** Bytes of the response's body, without framing, so far. */
    public long contentSent() {
        return contentSent;
    }

    /** Names who hears of the request's body and of the end; until then the body is passed over. */
    public void sink(RequestSink newSink) {
        sink = newSink;
    }

    // The response

    /** Sends the head of the final response; see {@link ClientStream#sendHead}. */
    public void sendHead(ResponseHead head, long bodyLength) {
        status = head.status();
        timeline.record(Moment.RESPONSE_HEAD, loop().now());
        client.sendHead(head, bodyLength);
    }

    /** Sends the head of a response that another server made: as {@link #sendHead}, but tells that it was forwarded. */
    public void forwardHead(ResponseHead head, long bodyLength) {
        if (context.via()) {
            Via.addTo(head);
        }
        sendHead(head, bodyLength);
    }

    /** Sends a piece of the response's body and takes over the buffer. */
    public void sendBody(ByteBuf data) {
        contentSent += data.readableBytes();
        timeline.record(Moment.RESPONSE_BODY, loop().now());
        client.sendBody(data);
    }

    /** Ends the response and with it the exchange. */
    public void sendEnd(@Nullable Trailers trailers) {
        client.sendEnd(trailers);
    }

    /** Sends a whole response and ends the exchange. */
    public void respond(ResponseHead head, byte[] body) {
        if (!head.bodiless()) {
            head.add("Content-Length", Integer.toString(body.length));
        }
        sendHead(head, body.length);
        if (body.length > 0) {
            sendBody(Unpooled.wrappedBuffer(body));
        }
        sendEnd(null);
    }

    /**
     * Ends the exchange as failed: with the outcome's response if none was begun, else by cutting the connection.
     *
     * @param why what exactly happened, in one sentence
     */
    public void fail(Outcome failure, String why) {
        fail(failure, failure.status(), why);
    }

    /** As {@link #fail(Outcome, String)}, with a status of its own. */
    public void fail(Outcome failure, int failureStatus, String why) {
        if (over) {
            return;
        }
        outcome = failure;
        reason = why;
        if (status != 0 || failureStatus == 0) {
            client.abort();
            finish();
            return;
        }
        release();
        respondWithFailure(failureStatus);
    }

    private void respondWithFailure(int failureStatus) {
        ErrorPages.Rendered page =
                context.errorPages().render(request(), failureStatus, outcome.sentence(), requestId());
        ResponseHead head = new ResponseHead().begin(failureStatus, Reason.of(failureStatus));
        head.add("Content-Type", page.contentType());
        head.add("Cache-Control", "no-store");
        if (failureStatus == 503) {
            head.add("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
        }
        if (!client.requestEnded()) {
            client.closeAfterResponse();
        }
        respond(head, page.text().getBytes(UTF_8));
    }

    // What the client does

    @Override
    public void requestBody(ByteBuf data) {
        contentReceived += data.readableBytes();
        timeline.record(Moment.REQUEST_BODY, loop().now());
        if (sink == null) {
            data.release();
        } else {
            sink.body(data);
        }
    }

    @Override
    public void requestEnd(@Nullable Trailers trailers) {
        if (sink != null) {
            sink.end(trailers);
        }
    }

    @Override
    public void requestPaused() {
        if (sink != null) {
            sink.paused();
        }
    }

    @Override
    public void clientWritable() {
        if (sink != null) {
            sink.clientWritable();
        }
    }

    @Override
    public void responseEnded() {
        finish();
    }

    @Override
    public void clientFailed(ClientFailure failure, String why) {
        if (over) {
            return;
        }
        Outcome named = switch (failure) {
            case GONE -> Outcome.CLIENT_GONE;
            case BAD_BODY -> Outcome.BAD_REQUEST;
            case BODY_TOO_LARGE -> Outcome.BODY_TOO_LARGE;
            case BODY_TIMEOUT -> Outcome.CLIENT_BODY_TIMEOUT;
            case SEND_TIMEOUT -> Outcome.CLIENT_STALLED;
            case REQUEST_TIMEOUT -> Outcome.REQUEST_TIMEOUT;
            case CUT -> Outcome.CUT_AT_SHUTDOWN;
        };
        if (failure.answerable()) {
            fail(named, why);
            return;
        }
        outcome = named;
        reason = why;
        finish();
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        release();
        timeline.record(Moment.FINISHED, loop().now());
        context.listener().finished(this);
    }

    private void release() {
        RequestSink released = sink;
        sink = null;
        if (released != null) {
            released.released();
        }
    }
}
