package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.message.Peer;
import java.util.Arrays;

/**
 * One line of the access log while it is put together, as bytes, without garbage. Not safe for use by several threads.
 *
 * <p>Values that come from outside are cut off after {@code valueLimit} bytes, so a line has a greatest length, whatever
 * is sent. Everything else that is written is short by its nature.
 */
final class LineBuffer {
    /** Written in place of the rest of a value that is cut off. */
    private static final byte[] CUT = "...".getBytes(US_ASCII);

    /** Most values from outside in one line. */
    private static final int VALUES = 12;

    /** Room for the names of values, numbers, times and punctuation. */
    private static final int FRAME = 1024;

    private static final int LONGEST_ESCAPE = 6;

    /** Decimal digits of {@link Long#MAX_VALUE}. */
    private static final int LONGEST_NUMBER = 19;

    private static final byte[] UNIX = "unix:".getBytes(US_ASCII);

    private final byte[] bytes;
    private final int valueLimit;
    private int length;

    /**
     * A buffer for lines of at most 1024 + 12 × {@code valueLimit} bytes.
     *
     * @param valueLimit longest value as written, in bytes
     */
    LineBuffer(int valueLimit) {
        this.valueLimit = valueLimit;
        this.bytes = new byte[FRAME + VALUES * valueLimit];
    }

    /** The longest line that a buffer with this limit can hold. */
    static int capacity(int valueLimit) {
        return FRAME + VALUES * valueLimit;
    }

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** What was written so far. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Takes in what was written to {@link #bytes()} behind the end. */
    void advance(int count) {
        length += count;
    }

    void put(char ascii) {
        bytes[length++] = (byte) ascii;
    }

    void put(byte[] literal) {
        System.arraycopy(literal, 0, bytes, length, literal.length);
        length += literal.length;
    }

    /** Writes a number that is not negative; two digits for each division, and short divisions for short numbers. */
    void decimal(long value) {
        int start = length;
        length += digitsOf(value);
        int at = length;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            at -= 2;
            putPair((int) (rest % 100), at);
            rest /= 100;
        }
        int small = (int) rest;
        while (at - start >= 2) {
            at -= 2;
            putPair(small % 100, at);
            small /= 100;
        }
        if (at > start) {
            bytes[start] = (byte) ('0' + small);
        }
    }

    private static int digitsOf(long value) {
        int digits = 1;
        for (long power = 10; power <= value && digits < LONGEST_NUMBER; power *= 10) {
            digits++;
        }
        return digits;
    }

    private void putPair(int lessThanHundred, int at) {
        bytes[at] = (byte) ('0' + lessThanHundred / 10);
        bytes[at + 1] = (byte) ('0' + lessThanHundred % 10);
    }

    /** Writes the last three digits of a number, with leading zeros. */
    void threeDigits(int value) {
        put((char) ('0' + value / 100 % 10));
        putPair(value % 100, length);
        length += 2;
    }

    /** Writes the IP address of a client, or {@code unix:} for one that has none. */
    void client(Peer peer) {
        byte[] ip = peer.ipText();
        put(ip.length == 0 ? UNIX : ip);
    }

    /** Writes bytes from outside. */
    void value(byte[] source, int start, int end, Escaping escaping) {
        int limit = length + valueLimit - CUT.length - LONGEST_ESCAPE;
        int i = start;
        while (i < end && length <= limit) {
            int plainEnd = Escaping.endOfPlain(source, i, Math.min(end, i + limit - length + 1));
            System.arraycopy(source, i, bytes, length, plainEnd - i);
            length += plainEnd - i;
            i = plainEnd;
            while (i < end && length <= limit && !Escaping.plain(source[i])) {
                put(escaping.replacement(source[i++]));
            }
        }
        if (i < end) {
            put(CUT);
        }
    }

    /** Writes text that may be from outside. */
    void value(String text, Escaping escaping) {
        int limit = length + valueLimit - CUT.length - LONGEST_ESCAPE;
        for (int i = 0; i < text.length(); i++) {
            if (length > limit) {
                put(CUT);
                return;
            }
            character(text.charAt(i), escaping);
        }
    }

    private void character(char c, Escaping escaping) {
        if (c > 0xff) {
            put('\\');
            put('u');
            for (int shift = 12; shift >= 0; shift -= 4) {
                put(Character.forDigit((c >>> shift) & 0xf, 16));
            }
        } else if (Escaping.plain((byte) c)) {
            bytes[length++] = (byte) c;
        } else {
            put(escaping.replacement((byte) c));
        }
    }
}
