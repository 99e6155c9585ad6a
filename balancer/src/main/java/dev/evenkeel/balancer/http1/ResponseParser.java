package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.ResponseHead;

/** Reads response heads (RFC 9112 §4). */
final class ResponseParser extends HeadParser<ResponseHead> {
    /** Larger than what clients may send: applications are trusted with their cookies and policies. */
    static final HeadLimits LIMITS = new HeadLimits(8 * 1024, 64 * 1024, 128 * 1024, 256);

    @Override
    boolean hasStartLine() {
        return true;
    }

    @Override
    int startLineLimit(HeadLimits limits) {
        return limits.requestLine();
    }

    @Override
    BadMessage startLineTooLong(int limit) {
        return BadMessage.badRequest("The status line is longer than " + limit + " bytes.");
    }

    @Override
    boolean skipsEmptyLine(int start) {
        return false;
    }

    @Override
    void parseStartLine(ResponseHead head, byte[] bytes, int start, int end) throws BadMessage {
        boolean wellFormed = end - start >= 12
                && bytes[start] == 'H'
                && bytes[start + 1] == 'T'
                && bytes[start + 2] == 'T'
                && bytes[start + 3] == 'P'
                && bytes[start + 4] == '/'
                && bytes[start + 5] == '1'
                && bytes[start + 6] == '.'
                && bytes[start + 7] >= '0'
                && bytes[start + 7] <= '9'
                && bytes[start + 8] == ' '
                && (end - start == 12 || bytes[start + 12] == ' ');
        if (!wellFormed) {
            throw BadMessage.badRequest("The status line is malformed.");
        }
        head.httpMinor(bytes[start + 7] == '0' ? 0 : 1);
        head.status(parseStatus(bytes, start + 9));
        for (int i = start + 12; i < end; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                throw BadMessage.badRequest("The status line has a control character.");
            }
        }
    }

    private static int parseStatus(byte[] bytes, int at) throws BadMessage {
        int status = 0;
        for (int i = at; i < at + 3; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw BadMessage.badRequest("The status code is not a number of three digits.");
            }
            status = status * 10 + bytes[i] - '0';
        }
        if (status < 100 || status > 599) {
            throw BadMessage.badRequest("The status code is " + status + " (expected: 100 to 599).");
        }
        return status;
    }

    @Override
    void finish(ResponseHead head) {}
}
