package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.LimitsConfig;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes one request after another out of the bytes that a client sends: its head, then its body. */
final class RequestReader {
    private final RequestHeads heads;

    /** Null between two requests. */
    private @Nullable RequestHead head;

    private final RequestParser parser = new RequestParser();
    private final BodyDecoder body = BodyDecoder.ofRequests();
    private long length;
    private long content;
    private long framedBody;
    private boolean ended;
    private boolean persistent;

    RequestReader(RequestHeads heads) {
        this.heads = heads;
    }

    /** Begins the next request. */
    void next() {
        if (head != null) {
            heads.giveBack(head);
            head = null;
        }
        parser.reset();
        length = 0;
        content = 0;
        framedBody = 0;
        ended = false;
    }

    /** Reads on in the head; returns whether it is complete. Then the fields meant for this hop are gone. */
    boolean readHead(ByteBuf in, LimitsConfig limits) throws BadMessage {
        RequestHead filled = head == null ? heads.take() : head;
        head = filled;
        if (!parser.parse(filled, in, limits.head())) {
            return false;
        }
        length = Framing.ofRequest(filled);
        persistent = ConnectionFields.persistent(filled);
        ConnectionFields.strip(filled);
        if (length > limits.body()) {
            throw tooLarge(limits);
        }
        body.begin(length);
        ended = body.ended();
        return true;
    }

    /**
     * Reads on in the body.
     *
     * @return as {@link BodyDecoder#decode}
     */
    @SuppressWarnings("ReferenceEquality") // the decoder hands back the buffer itself, or another
    @Nullable
    ByteBuf readBody(ByteBuf in) throws BadMessage {
        int before = in.readableBytes();
        ByteBuf data = body.decode(in);
        framedBody += data == in ? before : before - in.readableBytes();
        content += data == null ? 0 : data.readableBytes();
        ended = body.ended();
        return data;
    }

    /** Whether more of the body has come than is allowed. */
    boolean tooLong(LimitsConfig limits) {
        return content > limits.body();
    }

    static BadMessage tooLarge(LimitsConfig limits) {
        return new BadMessage(413, "The request's body is larger than " + limits.body() + " bytes.");
    }

    /** The head of the request of which a byte has come. */
    RequestHead head() {
        return requireNonNull(head, "head");
    }

    /** The length of the body, or {@link Framing#CHUNKED}. */
    long length() {
        return length;
    }

    /** Whether the request has come to its end. */
    boolean ended() {
        return ended;
    }

    /** What comes is no longer understood: the request has no end that could be found. */
    void lose() {
        ended = false;
        body.begin(Framing.UNTIL_CLOSE);
    }

    /** Whether the client keeps its connection after this request. */
    boolean persistent() {
        return persistent;
    }

    @Nullable
    Trailers trailers() {
        return body.trailers();
    }

    /** Bytes of the request so far, framing included. */
    long bytes() {
        return head == null ? 0 : head.length() + framedBody;
    }
}
