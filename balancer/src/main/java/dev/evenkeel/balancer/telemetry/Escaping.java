package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * How bytes that a stranger sent stand inside quotation marks. Whatever they are, they cannot end the quotation, nor the
 * line, nor leave ASCII: a line of the log cannot be forged. Immutable.
 */
final class Escaping {
    /** RFC 8259 §7; a byte above 126 stands for the character of that number (ISO 8859-1). */
    static final Escaping JSON = new Escaping("\\u00", "\\\"", "\\\\");

    /** As nginx and Apache's httpd escape their combined format. */
    static final Escaping COMBINED = new Escaping("\\x", "\\x22", "\\x5C");

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** One in each of eight bytes. */
    private static final long EACH = 0x0101010101010101L;

    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private final byte[][] replacements = new byte[256][];

    private Escaping(String beforeHex, String quote, String backslash) {
        HexFormat hex = HexFormat.of().withUpperCase();
        for (int b = 0; b < 256; b++) {
            replacements[b] = (beforeHex + hex.toHexDigits((byte) b)).getBytes(US_ASCII);
        }
        replacements['"'] = quote.getBytes(US_ASCII);
        replacements['\\'] = backslash.getBytes(US_ASCII);
    }

    /** Whether a byte is written as it is. */
    static boolean plain(byte b) {
        return b >= ' ' && b < 0x7f && b != '"' && b != '\\';
    }

    /** Where the first byte stands that is not plain, or the end: eight bytes at a time, as one number. */
    static int endOfPlain(byte[] bytes, int start, int end) {
        int i = start;
        while (i + Long.BYTES <= end && allPlain((long) EIGHT_BYTES.get(bytes, i))) {
            i += Long.BYTES;
        }
        while (i < end && plain(bytes[i])) {
            i++;
        }
        return i;
    }

    /**
     * Whether eight bytes are all plain. In each byte the highest bit is set by what is not: by the byte itself from 128
     * on, by adding one for 127, by taking 32 from it for control characters, and by taking one from it where it equals a
     * quotation mark or a backslash, and so became zero. A borrow may taint bytes above one that is not plain, which
     * changes nothing.
     */
    private static boolean allPlain(long eight) {
        long quote = eight ^ (EACH * '"');
        long backslash = eight ^ (EACH * '\\');
        long found = eight | (eight + EACH) | (eight - EACH * ' ') | (quote - EACH) | (backslash - EACH);
        return (found & HIGHEST_BITS) == 0;
    }

    /** What is written for a byte that is not plain. */
    byte[] replacement(byte b) {
        return replacements[b & 0xff];
    }
}
