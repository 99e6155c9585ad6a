package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/**
 * Looks for a text in bytes as they come, without keeping them, at a cost that does not depend on how they come.
 *
 * @see <a href="https://doi.org/10.1137/0206024">Knuth, Morris, Pratt, Fast Pattern Matching in Strings (1977)</a>
 */
final class TextSearch {
    private final byte[] text;

    /** For each length of a match: the longest shorter one that its end may be the beginning of. */
    private final int[] shorter;

    private int matched;

    TextSearch(String text) {
        this.text = text.getBytes(UTF_8);
        shorter = new int[this.text.length + 1];
        for (int length = 2; length <= this.text.length; length++) {
            shorter[length] = extended(shorter[length - 1], this.text[length - 1]);
        }
    }

    /** The length of the match once this byte is added. */
    private int extended(int length, byte next) {
        int kept = length;
        while (kept > 0 && text[kept] != next) {
            kept = shorter[kept];
        }
        return text[kept] == next ? kept + 1 : 0;
    }

    /** Reads exactly so many bytes. */
    void read(ByteBuf data, int length) {
        int end = data.readerIndex() + length;
        while (!found() && data.readerIndex() < end) {
            matched = extended(matched, data.readByte());
        }
        data.readerIndex(end);
    }

    boolean found() {
        return matched == text.length;
    }
}
