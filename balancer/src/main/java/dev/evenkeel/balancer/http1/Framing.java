package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Head;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;

/** Finds out where the body of a message ends (RFC 9112 §6.3), and refuses a head that leaves it in doubt. */
final class Framing {
    /** A chunked body. */
    static final long CHUNKED = -1;
    /** A body that ends with the connection. */
    static final long UNTIL_CLOSE = -2;

    private static final int LONGEST_NUMBER = 18;

    private Framing() {}

    /** Returns the length of a request's body, or {@link #CHUNKED}. */
    static long ofRequest(RequestHead head) throws BadMessage {
        int coding = head.find(FieldName.TRANSFER_ENCODING);
        int length = head.find(FieldName.CONTENT_LENGTH);
        if (coding < 0) {
            return length < 0 ? 0 : contentLength(head, length);
        }
        checkChunked(head, coding, length);
        return CHUNKED;
    }

    /** Returns the length of a response's body, {@link #CHUNKED} or {@link #UNTIL_CLOSE}. */
    static long ofResponse(ResponseHead head, boolean toHeadRequest) throws BadMessage {
        int coding = head.find(FieldName.TRANSFER_ENCODING);
        int length = head.find(FieldName.CONTENT_LENGTH);
        if (coding >= 0) {
            checkChunked(head, coding, length);
        }
        long declared = length < 0 ? UNTIL_CLOSE : contentLength(head, length);
        if (toHeadRequest || head.bodiless()) {
            return 0;
        }
        return coding >= 0 ? CHUNKED : declared;
    }

    private static void checkChunked(Head head, int coding, int length) throws BadMessage {
        if (length >= 0) {
            throw BadMessage.badRequest("The message has both Transfer-Encoding and Content-Length.");
        }
        if (head.httpMinor() == 0) {
            throw BadMessage.badRequest("The message has Transfer-Encoding, which HTTP/1.0 does not know.");
        }
        if (head.findNext(FieldName.TRANSFER_ENCODING, coding) >= 0) {
            throw BadMessage.badRequest("The message has more than one Transfer-Encoding field.");
        }
        byte[] bytes = head.bytes();
        int start = head.valueStart(coding);
        int end = head.valueEnd(coding);
        if (!Ascii.equalsIgnoreCase(bytes, start, end, "chunked")) {
            throw unknownCoding(bytes, start, end);
        }
    }

    /** RFC 9112 §6.1, §6.3: 501 for a coding that is not known, 400 where chunked is not the last. */
    private static BadMessage unknownCoding(byte[] bytes, int start, int end) {
        int lastStart = end;
        while (lastStart > start && bytes[lastStart - 1] != ',' && bytes[lastStart - 1] != ' ') {
            lastStart--;
        }
        boolean endsInChunked = lastStart > start && Ascii.equalsIgnoreCase(bytes, lastStart, end, "chunked");
        return new BadMessage(
                endsInChunked && isTokenList(bytes, start, lastStart) ? 501 : 400,
                "The Transfer-Encoding is not exactly chunked.");
    }

    private static boolean isTokenList(byte[] bytes, int start, int end) {
        boolean other = false;
        int itemStart = start;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == ',') {
                int itemEnd = i;
                while (itemEnd > itemStart && bytes[itemEnd - 1] == ' ') {
                    itemEnd--;
                }
                if (Ascii.equalsIgnoreCase(bytes, itemStart, itemEnd, "chunked")) {
                    return false;
                }
                other |= itemEnd > itemStart;
                itemStart = i + 1;
            } else if (b == ' ' && i == itemStart) {
                itemStart = i + 1;
            } else if (b != ' ' && Ascii.foldToken(b) == 0) {
                return false;
            }
        }
        return other;
    }

    private static long contentLength(Head head, int position) throws BadMessage {
        if (head.findNext(FieldName.CONTENT_LENGTH, position) >= 0) {
            throw BadMessage.badRequest("The message has more than one Content-Length field.");
        }
        byte[] bytes = head.bytes();
        int start = head.valueStart(position);
        int end = head.valueEnd(position);
        if (start == end || end - start > LONGEST_NUMBER) {
            throw malformedLength(head, position);
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw malformedLength(head, position);
            }
            length = length * 10 + bytes[i] - '0';
        }
        return length;
    }

    private static BadMessage malformedLength(Head head, int position) {
        int start = head.valueStart(position);
        String value = head.text(start, Math.min(head.valueEnd(position), start + 40));
        return BadMessage.badRequest("The Content-Length is \"" + value + "\" (expected: a number of bytes).");
    }
}
