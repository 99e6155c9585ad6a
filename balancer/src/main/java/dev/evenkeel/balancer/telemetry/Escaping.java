package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

    /** What is written for a byte that is not plain. */
    byte[] replacement(byte b) {
        return replacements[b & 0xff];
    }
}
