package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.Ascii;

/** Checks {@code host [ ":" port ]} (RFC 3986 §3.2.2), without a user. */
final class Authority {
    private static final boolean[] HOST = new boolean[128];

    static {
        for (int c = 0; c < 128; c++) {
            HOST[c] = Character.isLetterOrDigit(c) || "-._~!$&'()*+,;=%".indexOf(c) >= 0;
        }
    }

    private Authority() {}

    static void check(byte[] bytes, int start, int end, String where) throws BadMessage {
        int hostEnd =
                start < end && bytes[start] == '[' ? endOfBrackets(bytes, start, end) : endOfName(bytes, start, end);
        if (hostEnd <= start || !isPort(bytes, hostEnd, end)) {
            throw BadMessage.badRequest(where + " does not name a host, or a host and a port.");
        }
    }

    private static int endOfName(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && bytes[i] >= 0 && HOST[bytes[i]]) {
            i++;
        }
        return i;
    }

    private static int endOfBrackets(byte[] bytes, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            byte b = bytes[i];
            if (b == ']') {
                return i > start + 1 ? i + 1 : -1;
            }
            if (b != ':' && b != '.' && Ascii.hexValue(b) < 0) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isPort(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes[start] != ':' || end - start > 6) {
            return false;
        }
        int port = 0;
        for (int i = start + 1; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return port <= 65535;
    }
}
