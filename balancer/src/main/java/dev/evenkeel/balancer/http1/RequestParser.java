package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.RequestHead;

/** Reads request heads (RFC 9112 §3) and checks that target and host are unambiguous. */
final class RequestParser extends HeadParser<RequestHead> {
    private static final int LONGEST_METHOD = 32;

    private boolean emptyLineSkipped;
    private boolean absolute;

    @Override
    void reset() {
        super.reset();
        emptyLineSkipped = false;
        absolute = false;
    }

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
        return new BadMessage(414, "The request line is longer than " + limit + " bytes.");
    }

    /** One empty line before a request is passed over (RFC 9112 §2.2). */
    @Override
    boolean skipsEmptyLine(int start) {
        boolean skip = !emptyLineSkipped && start == 0;
        emptyLineSkipped = true;
        return skip;
    }

    @Override
    void parseStartLine(RequestHead head, byte[] bytes, int start, int end) throws BadMessage {
        int methodEnd = start;
        while (methodEnd < end && Ascii.foldToken(bytes[methodEnd]) != 0) {
            methodEnd++;
        }
        if (methodEnd == start || methodEnd == end || bytes[methodEnd] != ' ') {
            throw BadMessage.badRequest("The request line does not begin with a method and one space.");
        }
        if (methodEnd - start > LONGEST_METHOD) {
            throw new BadMessage(501, "The method is longer than " + LONGEST_METHOD + " characters.");
        }
        Method method = Method.of(bytes, start, methodEnd);
        head.method(method, start, methodEnd);
        int targetStart = methodEnd + 1;
        int targetEnd = endOfTarget(bytes, targetStart, end);
        head.httpMinor(parseVersion(bytes, targetEnd + 1, end));
        if (method == Method.CONNECT) {
            throw new BadMessage(501, "CONNECT is not served: this is no forward proxy.");
        }
        parseTarget(head, bytes, targetStart, targetEnd, method);
    }

    private static int endOfTarget(byte[] bytes, int start, int end) throws BadMessage {
        int i = start;
        while (i < end && bytes[i] != ' ') {
            byte b = bytes[i++];
            if (b <= ' ' || b == 0x7f || b == '#') {
                throw BadMessage.badRequest("The request target has a character that may not stand there (0x"
                        + Integer.toHexString(b & 0xff)
                        + "); such characters are sent percent-encoded.");
            }
        }
        if (i == start || i == end) {
            throw BadMessage.badRequest("The request line is not a method, a target and a version.");
        }
        return i;
    }

    private static int parseVersion(byte[] bytes, int start, int end) throws BadMessage {
        boolean wellFormed = end - start == 8
                && bytes[start] == 'H'
                && bytes[start + 1] == 'T'
                && bytes[start + 2] == 'T'
                && bytes[start + 3] == 'P'
                && bytes[start + 4] == '/'
                && isDigit(bytes[start + 5])
                && bytes[start + 6] == '.'
                && isDigit(bytes[start + 7]);
        if (!wellFormed) {
            throw BadMessage.badRequest("The request line does not end in an HTTP version.");
        }
        if (bytes[start + 5] != '1') {
            throw new BadMessage(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
        }
        return bytes[start + 7] == '0' ? 0 : 1;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void parseTarget(RequestHead head, byte[] bytes, int start, int end, Method method) throws BadMessage {
        if (bytes[start] == '/') {
            head.target(start, end, endOfPath(bytes, start, end));
            return;
        }
        if (bytes[start] == '*' && end == start + 1) {
            if (method != Method.OPTIONS) {
                throw BadMessage.badRequest("The target * goes with OPTIONS only.");
            }
            head.target(start, end, end);
            return;
        }
        parseAbsoluteTarget(head, bytes, start, end, method);
    }

    /** RFC 9112 §3.2.2: the authority of the target counts, and the Host field does not. */
    private void parseAbsoluteTarget(RequestHead head, byte[] bytes, int start, int end, Method method)
            throws BadMessage {
        int schemeEnd = start;
        while (schemeEnd < end && bytes[schemeEnd] != ':') {
            schemeEnd++;
        }
        boolean http = Ascii.equalsIgnoreCase(bytes, start, schemeEnd, "http")
                || Ascii.equalsIgnoreCase(bytes, start, schemeEnd, "https");
        if (!http || schemeEnd + 3 > end || bytes[schemeEnd + 1] != '/' || bytes[schemeEnd + 2] != '/') {
            throw BadMessage.badRequest("The request target is neither a path nor an http address.");
        }
        int authorityStart = schemeEnd + 3;
        int authorityEnd = authorityStart;
        while (authorityEnd < end && bytes[authorityEnd] != '/' && bytes[authorityEnd] != '?') {
            authorityEnd++;
        }
        Authority.check(bytes, authorityStart, authorityEnd, "The request target");
        head.authority(authorityStart, authorityEnd);
        head.target(authorityEnd, end, endOfPath(bytes, authorityEnd, end));
        if (authorityEnd == end) {
            head.impliedPath(method == Method.OPTIONS ? "*" : "/");
        } else if (bytes[authorityEnd] == '?') {
            head.impliedPath("/");
        }
        absolute = true;
    }

    private static int endOfPath(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '?') {
                return i;
            }
        }
        return end;
    }

    @Override
    void finish(RequestHead head) throws BadMessage {
        int host = head.find(FieldName.HOST);
        if (host < 0) {
            if (head.httpMinor() > 0) {
                throw BadMessage.badRequest("The request has no Host field.");
            }
            if (absolute) {
                addHostOfTarget(head);
            }
            return;
        }
        if (head.findNext(FieldName.HOST, host) >= 0) {
            throw BadMessage.badRequest("The request has more than one Host field.");
        }
        Authority.check(head.bytes(), head.valueStart(host), head.valueEnd(host), "The Host field");
        if (absolute) {
            head.drop(host);
            addHostOfTarget(head);
            return;
        }
        head.authority(head.valueStart(host), head.valueEnd(host));
    }

    private static void addHostOfTarget(RequestHead head) {
        head.addText("Host: ");
        head.addBytes(head.bytes(), head.authorityStart(), head.authorityEnd());
        head.endAddedLine();
    }
}
