package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Sends the body of one message after another, in chunks or as it is (RFC 9112 §6, §7). */
final class BodyWriter {
    private enum Form {
        PLAIN,
        CHUNKED,
        NONE
    }

    private final Output output;
    private Form form = Form.PLAIN;
    private boolean firstChunk;

    BodyWriter(Output output) {
        this.output = output;
    }

    /** Begins a body whose length the head tells. */
    void beginPlain() {
        form = Form.PLAIN;
    }

    /** Begins a body in chunks. */
    void beginChunked() {
        form = Form.CHUNKED;
        firstChunk = true;
    }

    /** Begins a message that has no body, whatever is sent. */
    void beginNone() {
        form = Form.NONE;
    }

    boolean chunked() {
        return form == Form.CHUNKED;
    }

    /** Sends a piece and takes the buffer over. */
    void send(ByteBuf data) {
        int length = data.readableBytes();
        if (form == Form.NONE || length == 0) {
            data.release();
            return;
        }
        if (form == Form.CHUNKED) {
            HeadEncoder.chunkHeader(output.room(HeadEncoder.CHUNK_HEADER), length, firstChunk);
            firstChunk = false;
        }
        output.send(data);
    }

    void end(@Nullable Trailers trailers) {
        if (form != Form.CHUNKED) {
            return;
        }
        int trailersSize = trailers == null ? 0 : HeadEncoder.size(trailers);
        ByteBuf out = output.room(HeadEncoder.CHUNK_HEADER + 2 + trailersSize);
        HeadEncoder.lastChunk(out, firstChunk);
        if (trailers != null) {
            trailers.writeFields(out);
        }
        HeadEncoder.endOfHead(out);
    }
}
