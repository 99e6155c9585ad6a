package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one message after another out of the bytes that follow their heads (RFC 9112 §6, §7).
 *
 * <p>A chunked body is taken out of its framing within the received buffer, by moving the data of later chunks down over
 * the framing between them: one piece of data for each read, however small the sender's chunks. Chunk extensions are
 * passed over (RFC 9112 §7.1.1) and bounded, with the blanks before them, since a sender could make each byte cost
 * hundreds.
 */
final class BodyDecoder {
    private static final int LONGEST_EXTENSION = 1024;
    private static final int LONGEST_EXTENSIONS = 16 * 1024;
    private static final int LONGEST_SIZE = 15;

    private enum State {
        ENDED,
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_SIZE_BLANKS,
        CHUNK_EXTENSION,
        CHUNK_SIZE_LF,
        CHUNK_DATA,
        CHUNK_DATA_CR,
        CHUNK_DATA_LF,
        TRAILERS
    }

    private final boolean blanksBehindSize;
    private State state = State.ENDED;
    private long remaining;
    private int sizeDigits;
    private int extensionLength;
    private int extensionsLength;
    private boolean hasTrailers;
    private @Nullable TrailerReader trailerReader;

    private BodyDecoder(boolean blanksBehindSize) {
        this.blanksBehindSize = blanksBehindSize;
    }

    /** Nothing stands between the size of a chunk and its extension or end. */
    static BodyDecoder ofRequests() {
        return new BodyDecoder(false);
    }

    /** Blanks may stand there: old servers pad their sizes with them (RFC 9112 §7.1.1). */
    static BodyDecoder ofResponses() {
        return new BodyDecoder(true);
    }

    /** Begins a body of the given length, {@link Framing#CHUNKED} or {@link Framing#UNTIL_CLOSE}. */
    void begin(long framing) {
        remaining = framing;
        hasTrailers = false;
        if (framing == Framing.CHUNKED) {
            beginChunk();
            extensionsLength = 0;
        } else if (framing == Framing.UNTIL_CLOSE) {
            state = State.UNTIL_CLOSE;
        } else {
            state = framing == 0 ? State.ENDED : State.LENGTH;
        }
    }

    boolean ended() {
        return state == State.ENDED;
    }

    /** The fields that came behind a chunked body, or null if there were none; valid until the next body. */
    @Nullable
    Trailers trailers() {
        return hasTrailers && trailerReader != null ? trailerReader.trailers : null;
    }

    /** The connection has ended: returns whether the body is whole. */
    boolean endOfInput() {
        if (state == State.UNTIL_CLOSE) {
            state = State.ENDED;
        }
        return state == State.ENDED;
    }

    /**
     * Takes data out of the buffer.
     *
     * @return a buffer for the caller to release, or null if there is no data; the given buffer itself, which then
     *     changes hands, if nothing but data is in it
     */
    @Nullable
    ByteBuf decode(ByteBuf in) throws BadMessage {
        if (state == State.LENGTH) {
            return decodeLength(in);
        }
        if (state == State.UNTIL_CLOSE) {
            return in;
        }
        return decodeChunked(in);
    }

    private ByteBuf decodeLength(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable > remaining) {
            int length = (int) remaining;
            remaining = 0;
            state = State.ENDED;
            return in.readRetainedSlice(length);
        }
        remaining -= readable;
        if (remaining == 0) {
            state = State.ENDED;
        }
        return in;
    }

    private @Nullable ByteBuf decodeChunked(ByteBuf in) throws BadMessage {
        int start = -1;
        int end = -1;
        while (in.isReadable() && state != State.ENDED) {
            if (state != State.CHUNK_DATA) {
                decodeFraming(in);
                continue;
            }
            int length = (int) Math.min(remaining, in.readableBytes());
            if (start < 0) {
                start = in.readerIndex();
                end = start;
            } else {
                in.setBytes(end, in, in.readerIndex(), length);
            }
            in.skipBytes(length);
            end += length;
            remaining -= length;
            if (remaining == 0) {
                state = State.CHUNK_DATA_CR;
            }
        }
        return start < 0 ? null : in.retainedSlice(start, end - start);
    }

    private void decodeFraming(ByteBuf in) throws BadMessage {
        switch (state) {
            case CHUNK_SIZE -> readSize(in.readByte());
            case CHUNK_SIZE_BLANKS -> readBlank(in.readByte());
            case CHUNK_EXTENSION -> readExtension(in.readByte());
            case CHUNK_SIZE_LF -> {
                expect(in.readByte(), '\n');
                endSize();
            }
            case CHUNK_DATA_CR -> {
                expect(in.readByte(), '\r');
                state = State.CHUNK_DATA_LF;
            }
            case CHUNK_DATA_LF -> {
                expect(in.readByte(), '\n');
                beginChunk();
            }
            case TRAILERS -> readTrailers(in);
            default -> throw new IllegalStateException("no framing in state " + state);
        }
    }

    private void beginChunk() {
        state = State.CHUNK_SIZE;
        remaining = 0;
        sizeDigits = 0;
        extensionLength = 0;
    }

    private void readSize(byte b) throws BadMessage {
        int digit = Ascii.hexValue(b);
        if (digit >= 0) {
            if (++sizeDigits > LONGEST_SIZE) {
                throw BadMessage.badRequest("A chunk size has more than " + LONGEST_SIZE + " digits.");
            }
            remaining = remaining << 4 | digit;
            return;
        }
        if (sizeDigits == 0) {
            throw BadMessage.badRequest("A chunk does not begin with its size in hexadecimal.");
        }
        if (blanksBehindSize && isBlank(b)) {
            state = State.CHUNK_SIZE_BLANKS;
            countExtension();
        } else {
            endDigits(b);
        }
    }

    private void readBlank(byte b) throws BadMessage {
        if (isBlank(b)) {
            countExtension();
        } else {
            endDigits(b);
        }
    }

    private void endDigits(byte b) throws BadMessage {
        if (b == '\r') {
            state = State.CHUNK_SIZE_LF;
        } else if (b == ';') {
            state = State.CHUNK_EXTENSION;
        } else {
            throw BadMessage.badRequest("A chunk size is followed by neither an extension nor CR LF.");
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private void readExtension(byte b) throws BadMessage {
        if (b == '\r') {
            state = State.CHUNK_SIZE_LF;
            return;
        }
        if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
            throw BadMessage.badRequest("A chunk extension has a control character.");
        }
        countExtension();
    }

    private void countExtension() throws BadMessage {
        if (++extensionLength > LONGEST_EXTENSION || ++extensionsLength > LONGEST_EXTENSIONS) {
            throw BadMessage.badRequest("The chunk extensions are too long.");
        }
    }

    private void endSize() {
        if (remaining > 0) {
            state = State.CHUNK_DATA;
            return;
        }
        state = State.TRAILERS;
        if (trailerReader == null) {
            trailerReader = new TrailerReader();
        }
        trailerReader.reset();
    }

    private void readTrailers(ByteBuf in) throws BadMessage {
        if (requireNonNull(trailerReader, "trailerReader").read(in)) {
            hasTrailers = trailerReader.trailers.fieldCount() > 0;
            state = State.ENDED;
        }
    }

    private static final class TrailerReader {
        private final TrailerParser parser = new TrailerParser();
        private final Trailers trailers = new Trailers();

        void reset() {
            parser.reset();
            trailers.clear();
        }

        boolean read(ByteBuf in) throws BadMessage {
            return parser.parse(trailers, in, TrailerParser.LIMITS);
        }
    }

    private static void expect(byte found, char expected) throws BadMessage {
        if (found != expected) {
            throw BadMessage.badRequest("The framing of a chunk is not CR LF where it should be.");
        }
    }
}
