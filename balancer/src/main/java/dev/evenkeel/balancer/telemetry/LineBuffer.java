package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

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

    void put(char ascii) {
        bytes[length++] = (byte) ascii;
    }

    void put(byte[] literal) {
        System.arraycopy(literal, 0, bytes, length, literal.length);
        length += literal.length;
    }

    /** Writes a number that is not negative. */
    void decimal(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        digits(value, digits);
    }

    /** Writes the last digits of a number, with leading zeros. */
    void digits(long value, int count) {
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        }
        length += count;
    }

    /** Writes a number from 0 to 65535 in hexadecimal, without leading zeros. */
    void hex(int value) {
        int shift = (31 - Integer.numberOfLeadingZeros(value | 1)) / 4 * 4;
        hexDigits(value, shift);
    }

    private void hexDigits(int value, int highestShift) {
        for (int shift = highestShift; shift >= 0; shift -= 4) {
            bytes[length++] = DIGITS[value >>> shift & 0xf];
        }
    }

    /** Writes bytes from outside. */
    void value(byte[] source, int start, int end, Escaping escaping) {
        int limit = length + valueLimit - CUT.length - LONGEST_ESCAPE;
        int i = start;
        while (i < end && length <= limit) {
            int plainEnd = endOfPlain(source, i, Math.min(end, i + limit - length + 1));
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

    private static int endOfPlain(byte[] source, int start, int end) {
        int i = start;
        while (i < end && Escaping.plain(source[i])) {
            i++;
        }
        return i;
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
            hexDigits(c, 12);
        } else if (Escaping.plain((byte) c)) {
            bytes[length++] = (byte) c;
        } else {
            put(escaping.replacement((byte) c));
        }
    }
}
