package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;

/**
 * Reads one response of HTTP/1.0 or 1.1 (RFC 9112) as its bytes come, strictly: what two readers could take for different
 * things is refused. What is refused and how long each part may be is the same as for the responses that Evenkeel passes
 * on, so that no target passes its checks that could not serve, nor the other way. The body is passed on as it comes and
 * not kept.
 */
final class ResponseReader {
    private static final int STATUS_LINE_LIMIT = 8 * 1024;
    private static final FieldLimits HEAD_LIMITS = new FieldLimits(64 * 1024, 128 * 1024, 256);
    private static final FieldLimits TRAILER_LIMITS = new FieldLimits(8 * 1024, 16 * 1024, 64);
    private static final int INTERIM_LIMIT = 64;
    private static final int CHUNK_DIGITS = 15;
    private static final int EXTENSION_LIMIT = 1024;
    private static final int EXTENSIONS_LIMIT = 16 * 1024;
    private static final int CHUNK_LINE_LIMIT = CHUNK_DIGITS + 1 + EXTENSION_LIMIT;

    /**
     * How long the fields of a head or behind a body may be.
     *
     * @param field bytes of one, without the end of its line
     * @param all bytes of all, with the ends of their lines
     * @param count how many there may be
     */
    private record FieldLimits(int field, int all, int count) {}

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
    private int interimResponses;
    private int fields;
    private int fieldBytes;
    private int extensionBytes;

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
        } else if (next == '\n') {
            throw new BadResponseException("a line that ends without CR");
        } else if ((next >= 0 && next < ' ' && next != '\t') || next == 0x7f) {
            throw new BadResponseException("a control character in its head or framing");
        } else if (line.length() == lineLimit()) {
            throw new BadResponseException("a line that is too long");
        } else {
            line.append((char) (next & 0xff));
        }
    }

    private int lineLimit() {
        return switch (phase) {
            case HEAD -> framing.status() == 0 ? STATUS_LINE_LIMIT : HEAD_LIMITS.field;
            case TRAILERS -> TRAILER_LIMITS.field;
            default -> CHUNK_LINE_LIMIT;
        };
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
            default -> trailerLine(ended);
        }
    }

    private void headLine(String ended) throws BadResponseException {
        if (!ended.isEmpty()) {
            if (framing.status() != 0) {
                countField(ended, HEAD_LIMITS);
            }
            framing.line(ended);
        } else if (framing.status() == 0) {
            throw new BadResponseException("no status line");
        } else if (framing.interim()) {
            nextHead();
        } else {
            headRead = true;
            beginBody(framing.bodyLength(toHead));
        }
    }

    private void nextHead() throws BadResponseException {
        if (++interimResponses > INTERIM_LIMIT) {
            throw new BadResponseException("too many interim responses");
        }
        framing = new ResponseFraming();
        beginFields();
    }

    private void trailerLine(String ended) throws BadResponseException {
        if (ended.isEmpty()) {
            phase = Phase.COMPLETE;
        } else {
            countField(ended, TRAILER_LIMITS);
            ResponseFraming.colonOfField(ended);
        }
    }

    private void beginFields() {
        fields = 0;
        fieldBytes = 0;
    }

    private void countField(String field, FieldLimits limits) throws BadResponseException {
        fieldBytes += field.length() + 2;
        if (++fields > limits.count || fieldBytes > limits.all) {
            throw new BadResponseException("fields that are too many or too long");
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
        long size = 0;
        int digits = 0;
        for (int digit = hexDigit(ended, 0); digit >= 0; digit = hexDigit(ended, digits)) {
            size = size << 4 | digit;
            digits++;
        }
        int extension = digits;
        while (extension < ended.length() && ResponseFraming.isBlank(ended.charAt(extension))) {
            extension++;
        }
        boolean extended = extension < ended.length();
        if (digits == 0 || digits > CHUNK_DIGITS || (extended && ended.charAt(extension) != ';')) {
            throw new BadResponseException("a chunk without a size");
        }
        countExtension(ended.length() - digits - (extended ? 1 : 0));
        left = size;
        if (size > 0) {
            phase = Phase.CHUNK;
        } else {
            phase = Phase.TRAILERS;
            beginFields();
        }
    }

    private static int hexDigit(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }

    private void countExtension(int length) throws BadResponseException {
        extensionBytes += length;
        if (length > EXTENSION_LIMIT || extensionBytes > EXTENSIONS_LIMIT) {
            throw new BadResponseException("chunk extensions that are too long");
        }
    }
}
