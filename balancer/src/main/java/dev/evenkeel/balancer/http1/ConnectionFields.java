package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Head;

/**
 * What a head says about its connection (RFC 9112 §9), and the removal of all fields that are meant for one hop only
 * (RFC 9110 §7.6.1).
 */
final class ConnectionFields {
    private static final int[] HOP_BY_HOP = {
        FieldName.CONNECTION,
        FieldName.TRANSFER_ENCODING,
        FieldName.KEEP_ALIVE,
        FieldName.PROXY_CONNECTION,
        FieldName.TE,
        FieldName.UPGRADE,
        FieldName.HTTP2_SETTINGS,
        FieldName.PROXY_AUTHENTICATE,
        FieldName.PROXY_AUTHORIZATION,
    };

    private ConnectionFields() {}

    /** Tells whether the sender keeps its connection after this message (RFC 9112 §9.3). */
    static boolean persistent(Head head) {
        boolean persistent = head.httpMinor() > 0;
        for (int i = head.find(FieldName.CONNECTION); i >= 0; i = head.findNext(FieldName.CONNECTION, i)) {
            if (listHas(head, i, "close")) {
                return false;
            }
            persistent |= listHas(head, i, "keep-alive");
        }
        return persistent;
    }

    private static boolean listHas(Head head, int position, String option) {
        byte[] bytes = head.bytes();
        int end = head.valueEnd(position);
        int start = head.valueStart(position);
        while (start < end) {
            int itemEnd = endOfItem(bytes, start, end);
            if (Ascii.equalsIgnoreCase(bytes, start, trimmed(bytes, start, itemEnd), option)) {
                return true;
            }
            start = nextItem(bytes, itemEnd, end);
        }
        return false;
    }

    /** Drops the hop-by-hop fields, and those that {@code Connection} names. */
    static void strip(Head head) {
        for (int i = head.find(FieldName.CONNECTION); i >= 0; i = head.findNext(FieldName.CONNECTION, i)) {
            dropListed(head, i);
        }
        for (int id : HOP_BY_HOP) {
            head.dropAll(id);
        }
    }

    private static void dropListed(Head head, int position) {
        byte[] bytes = head.bytes();
        int end = head.valueEnd(position);
        int start = head.valueStart(position);
        while (start < end) {
            int itemEnd = endOfItem(bytes, start, end);
            int nameEnd = trimmed(bytes, start, itemEnd);
            int id = FieldName.of(bytes, start, nameEnd);
            boolean option = Ascii.equalsIgnoreCase(bytes, start, nameEnd, "close") || id == FieldName.KEEP_ALIVE;
            if (id == FieldName.OTHER && !option) {
                head.dropNamed(start, nameEnd);
            }
            start = nextItem(bytes, itemEnd, end);
        }
    }

    private static int endOfItem(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && bytes[i] != ',') {
            i++;
        }
        return i;
    }

    private static int trimmed(byte[] bytes, int start, int end) {
        int i = end;
        while (i > start && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    private static int nextItem(byte[] bytes, int itemEnd, int end) {
        int i = itemEnd;
        while (i < end && (bytes[i] == ',' || bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }
}
