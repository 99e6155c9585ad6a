package dev.evenkeel.bench.load;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of each response in the bytes of a connection. Understands what the bench's origin sends: a
 * {@code Content-Length}, no interim responses. Allocates nothing per response.
 */
final class ResponseReader {
    private static final int LONGEST_HEAD = 8192;
    private static final byte[] CONTENT_LENGTH = {
        'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'
    };
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final byte[] head = new byte[LONGEST_HEAD];
    private int headLength;
    private long bodyLeft = -1;
    private int status;

    /**
     * Takes the bytes that belong to the response under way.
     *
     * @return whether it is complete; the next call begins the next one
     * @throws IllegalStateException if the bytes are no response that this class understands
     */
    boolean read(ByteBuf in) {
        if (bodyLeft < 0 && !readHead(in)) {
            return false;
        }
        int taken = (int) Math.min(bodyLeft, in.readableBytes());
        in.skipBytes(taken);
        bodyLeft -= taken;
        if (bodyLeft > 0) {
            return false;
        }
        bodyLeft = -1;
        headLength = 0;
        return true;
    }

    /** The status of the response that was begun last. */
    int status() {
        return status;
    }

    private boolean readHead(ByteBuf in) {
        while (in.isReadable()) {
            if (headLength == LONGEST_HEAD) {
                throw new IllegalStateException("a head of more than " + LONGEST_HEAD + " bytes");
            }
            byte next = in.readByte();
            head[headLength++] = next;
            if (next == '\n' && endsHead()) {
                status = digits(STATUS_AT, STATUS_AT + 3);
                bodyLeft = contentLength();
                return true;
            }
        }
        return false;
    }

    private boolean endsHead() {
        return headLength >= 4
                && head[headLength - 2] == '\r'
                && head[headLength - 3] == '\n'
                && head[headLength - 4] == '\r';
    }

    private long contentLength() {
        for (int at = 0; at < headLength - CONTENT_LENGTH.length; at++) {
            if (head[at] == '\n' && isContentLength(at + 1)) {
                int from = at + 1 + CONTENT_LENGTH.length;
                while (head[from] == ' ') {
                    from++;
                }
                int to = from;
                while (head[to] != '\r') {
                    to++;
                }
                return digits(from, to);
            }
        }
        throw new IllegalStateException("a response without Content-Length");
    }

    private boolean isContentLength(int at) {
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if ((head[at + i] | 0x20) != (CONTENT_LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int digits(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = head[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalStateException("no digit where a number should be");
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
