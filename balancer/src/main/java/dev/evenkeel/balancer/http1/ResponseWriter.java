package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes one response after another to a client (RFC 9112 §4, §6). */
final class ResponseWriter {
    /** What a head tells the client about the time after the response. */
    enum Persistence {
        /** The connection stays, and the version says so by itself. */
        IMPLIED,
        /** The connection stays, and a client of HTTP/1.0 has to be told. */
        SAY_KEEP_ALIVE,
        /** The connection is closed. */
        CLOSE
    }

    private final Output output;
    private final BodyWriter bodyWriter;
    private boolean endsByClose;

    ResponseWriter(Output output) {
        this.output = output;
        this.bodyWriter = new BodyWriter(output);
    }

    /** Sends a 1xx response at once. */
    void interim(ResponseHead head) {
        ByteBuf out = output.room(HeadEncoder.size(head));
        HeadEncoder.statusLine(out, head);
        head.writeFields(out);
        HeadEncoder.endOfHead(out);
        output.flush();
    }

    /** Decides how the body is framed; false if only the end of the connection can tell its end. */
    boolean begin(ResponseHead head, long bodyLength, RequestHead request) {
        if (request.method() == Method.HEAD || head.bodiless()) {
            bodyWriter.beginNone();
        } else if (bodyLength == ClientStream.UNKNOWN && request.httpMinor() > 0) {
            bodyWriter.beginChunked();
        } else {
            bodyWriter.beginPlain();
            endsByClose = bodyLength == ClientStream.UNKNOWN;
        }
        return !endsByClose;
    }

    /** Writes the head, with room behind it for a small body. */
    void head(ResponseHead head, long bodyLength, Persistence persistence) {
        ByteBuf out = output.room(HeadEncoder.size(head) + Output.roomFor(bodyLength));
        HeadEncoder.statusLine(out, head);
        head.writeFields(out);
        if (!head.has(FieldName.DATE)) {
            HeadEncoder.date(out);
        }
        if (bodyWriter.chunked()) {
            HeadEncoder.transferChunked(out);
        }
        switch (persistence) {
            case IMPLIED -> {}
            case SAY_KEEP_ALIVE -> HeadEncoder.connectionKeepAlive(out);
            case CLOSE -> HeadEncoder.connectionClose(out);
        }
        HeadEncoder.endOfHead(out);
    }

    void body(ByteBuf data) {
        bodyWriter.send(data);
    }

    void end(@Nullable Trailers trailers) {
        bodyWriter.end(trailers);
    }

    /** Whether a head was written whose body ends with the connection. */
    boolean endsByClose() {
        return endsByClose;
    }

    /** The response is over; the next begins. */
    void next() {
        endsByClose = false;
        output.resetCounts();
    }
}
