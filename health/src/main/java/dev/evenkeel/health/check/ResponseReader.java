package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;

/**
 * Reads one response of HTTP/1.0 or 1.1 (RFC 9112) as its bytes come, strictly: what two readers could take for different
 * things is refused. The head may have {@value #HEAD_LIMIT} bytes, with the heads of interim responses. The body is passed
 * on as it comes and not kept.
 */
final class ResponseReader {
    private static final int HEAD_LIMIT = 16 * 1024;
    private static final int CHUNK_LINE_LIMIT = 1024;
    private static final int LARGEST_CHUNK_DIGITS = 15;

    /** Takes what comes of the body. */
    @FunctionalInterface
    interface Body {
        /** Reads exactly so many bytes. */
        void take(ByteBuf data, int length);
    }

    private enum Phase {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        COMPLETE
    }

    private final Body body;
    private final StringBuilder line = new StringBuilder(128);
    private ResponseFraming framing;
    private final boolean toHead;
    private Phase phase = Phase.HEAD;
    private boolean headRead;
    private boolean carriageReturn;
    private int headBytes;

    /** Bytes that are left of the body or chunk; {@link ResponseFraming#UNTIL_CLOSE} if only its end will tell. */
    private long left;

    private long bodyBytes;

    /**
     * @param toHead whether the request was a HEAD, so that no body follows
     */
    ResponseReader(boolean toHead, Body body) {
        this.toHead = toHead;
        this.body = body;
        framing = new ResponseFraming();
    }

    boolean headRead() {
        return headRead;
    }

    /** Once the head is read. */
    int status() {
        return framing.status();
    }

    /** Whether the connection may be used again once the response is complete; once the head is read. */
    boolean persistent() {
        return headRead && left != ResponseFraming.UNTIL_CLOSE && framing.persistent();
    }

    boolean complete() {
        return phase == Phase.COMPLETE;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    /** Reads what is there; what follows the response is not looked at. */
    void read(ByteBuf data) throws BadResponseException {
        while (data.isReadable() && phase != Phase.COMPLETE) {
            if (phase == Phase.BODY || phase == Phase.CHUNK) {
                readBody(data);
            } else {
                lineByte(data.readByte());
            }
        }
    }

    /** The connection has ended. */
    void end() throws BadResponseException {
        if (phase == Phase.BODY && left == ResponseFraming.UNTIL_CLOSE) {
            phase = Phase.COMPLETE;
        }
        if (phase != Phase.COMPLETE) {
            throw new BadResponseException("the connection was closed before it was complete");
        }
    }

    private void readBody(ByteBuf data) {
        boolean untilClose = left == ResponseFraming.UNTIL_CLOSE;
        int length = untilClose ? data.readableBytes() : (int) Math.min(left, data.readableBytes());
        body.take(data, length);
        bodyBytes += length;
        if (!untilClose) {
            left -= length;
            if (left == 0) {
                phase = phase == Phase.CHUNK ? Phase.CHUNK_END : Phase.COMPLETE;
            }
        }
    }

    private void lineByte(byte next) throws BadResponseException {
        boolean chunkLine = phase == Phase.CHUNK_SIZE || phase == Phase.CHUNK_END;
        if (chunkLine ? line.length() >= CHUNK_LINE_LIMIT : ++headBytes > HEAD_LIMIT) {
            throw new BadResponseException("its head or a line of it is too long");
        }
        if (carriageReturn) {
            if (next != '\n') {
                throw new BadResponseException("a carriage return that does not end a line");
            }
            carriageReturn = false;
            String whole = line.toString();
            line.setLength(0);
            lineEnded(whole);
        } else if (next == '\r') {
            carriageReturn = true;
        } else if (next == '\n' || next == 0) {
            throw new BadResponseException(next == 0 ? "a zero byte in its head" : "a line that ends without CR");
        } else {
            line.append((char) (next & 0xff));
        }
    }

    private void lineEnded(String ended) throws BadResponseException {
        switch (phase) {
            case HEAD -> headLine(ended);
            case CHUNK_SIZE -> chunkSize(ended);
            case CHUNK_END -> {
                if (!ended.isEmpty()) {
                    throw new BadResponseException("a chunk that is longer than it says");
                }
                phase = Phase.CHUNK_SIZE;
            }
            default -> phase = ended.isEmpty() ? Phase.COMPLETE : phase;
        }
    }

    private void headLine(String ended) throws BadResponseException {
        if (!ended.isEmpty()) {
            framing.line(ended);
        } else if (framing.status() == 0) {
            throw new BadResponseException("no status line");
        } else if (framing.interim()) {
            framing = new ResponseFraming();
        } else {
            headRead = true;
            beginBody(framing.bodyLength(toHead));
        }
    }

    private void beginBody(long length) {
        left = length;
        if (length == 0) {
            phase = Phase.COMPLETE;
        } else {
            phase = length == ResponseFraming.CHUNKED ? Phase.CHUNK_SIZE : Phase.BODY;
        }
    }

    private void chunkSize(String ended) throws BadResponseException {
        int semicolon = ended.indexOf(';');
        String digits = (semicolon < 0 ? ended : ended.substring(0, semicolon)).strip();
        boolean good = !digits.isEmpty()
                && digits.length() <= LARGEST_CHUNK_DIGITS
                && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (!good) {
            throw new BadResponseException("a chunk without a size");
        }
        left = Long.parseLong(digits, 16);
        phase = left == 0 ? Phase.TRAILERS : Phase.CHUNK;
    }
}
