package dev.evenkeel.balancer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long HOCON text into several that mean the same together, the later ones laid over the earlier: for the parser makes
 * some ten times as much of a text as it keeps, and what it makes of a piece is gone before the next is begun. With all of it
 * in memory at once the collector stops the requests for several times as long.
 *
 * <p>A text is cut only between two blocks that stand, each with its last line to itself, in one block at the top, such as two
 * pools in {@code pools}. What is not as simple as that stays whole. What is in a block decides whether the text is cut behind
 * it, so that most pieces are the same as before when something was added in front of them.
 */
final class HoconPieces {
    /** Has the lines that come before a piece, so that the parser counts on from there. */
    private static final String LINES_BEFORE = "(lines before)";

    private static final int USUAL = 32 << 10;

    /** 2 to the 32nd by the golden ratio: the hashes of texts that are nearly alike get far from each other. */
    private static final int SPREAD = 0x9E3779B9;

    /** To lay a piece over those before takes time for each of those. */
    private static final int MOST_PIECES = 32;

    private final String text;
    private final int usual;
    private final List<Piece> pieces = new ArrayList<>();

    /** What is open at the position: braces and brackets. */
    private final StringBuilder open = new StringBuilder();

    private int position;
    private int line = 1;

    /** Where the field at the top begins in which the position is, and where its block does; 0 if that is not known. */
    private int field;

    private int block;

    /** Where the last block in that began. */
    private int inner;

    /** Where the piece begins that is not cut off yet, how many lines come before it, and in which block it stands. */
    private int start;

    private int linesBefore;
    private String enclosing = "";

    /**
     * A piece.
     *
     * @param text what is written there, in the block that it was cut out of
     * @param line how many lines come before it
     */
    record Piece(String text, int line) {
        /**
         * Parses it, so that each value stands in its line of the whole.
         *
         * @throws com.typesafe.config.ConfigException if it is not HOCON
         */
        Config parse(ConfigParseOptions options) {
            return line == 0
                    ? ConfigFactory.parseString(text, options)
                    : ConfigFactory.parseString(lines() + text, options)
                            .root()
                            .withoutKey(LINES_BEFORE)
                            .toConfig();
        }

        private String lines() {
            return "\"" + LINES_BEFORE + "\" = " + QuotedString.TRIPLE + "\n".repeat(line) + QuotedString.TRIPLE + ", ";
        }
    }

    private HoconPieces(String text, int usual) {
        this.text = text;
        this.usual = usual;
    }

    /** The pieces of a text, in their order; the text itself if it is not long. */
    static List<Piece> of(String text) {
        return of(text, Math.max(USUAL, Integer.highestOneBit(text.length()) / MOST_PIECES * 2));
    }

    /**
     * The pieces, in their order.
     *
     * @param usual about how long they are, in characters; a text that is no longer stays whole
     */
    static List<Piece> of(String text, int usual) {
        return text.length() <= usual ? List.of(new Piece(text, 0)) : new HoconPieces(text, usual).cut();
    }

    private List<Piece> cut() {
        while (position < text.length()) {
            char c = text.charAt(position);
            switch (c) {
                case '"' -> passString();
                case '#' -> passLine();
                case '{', '[' -> opened(c);
                case '}', ']' -> {
                    if (!closed(c)) {
                        return List.of(new Piece(text, 0));
                    }
                }
                case '\n' -> {
                    position++;
                    line++;
                    if (open.isEmpty()) {
                        field = position;
                    }
                }
                default -> {
                    if (text.startsWith("//", position)) {
                        passLine();
                    } else {
                        position++;
                    }
                }
            }
        }
        if (!open.isEmpty()) {
            return List.of(new Piece(text, 0));
        }
        pieces.add(new Piece(enclosing + text.substring(start), linesBefore));
        return pieces;
    }

    private void opened(char c) {
        position++;
        open.append(c);
        if (open.length() == 1) {
            block = position;
        } else if (open.length() == 2) {
            inner = position;
        }
    }

    /** Whether it closes what was opened last, and that stands for itself. */
    private boolean closed(char c) {
        position++;
        int last = open.length() - 1;
        if (last < 0 || open.charAt(last) != (c == '}' ? '{' : '[')) {
            return false;
        }
        open.setLength(last);
        if (last == 0 && !pieces.isEmpty() && !isFieldOver()) {
            return false;
        }
        boolean inBlock = last == 1 && open.charAt(0) == '{';
        if (c == '}' && inBlock && isPieceOver() && isLineOver() && isPlain(opening())) {
            cutOff();
        }
        return true;
    }

    /** What is in the last block decides, by chance that grows with its length; but no piece gets much shorter or longer. */
    private boolean isPieceOver() {
        int length = position - start;
        return length >= 2 * usual
                || (length >= usual / 4 && chance(text.substring(inner, position)) < position - inner);
    }

    /** A number from 0 to the usual length, of this text always the same, of others another. */
    private long chance(String of) {
        return (Integer.toUnsignedLong(of.hashCode() * SPREAD) * usual) >>> Integer.SIZE;
    }

    /** Whether the next block begins in another line, and no comma in front of it belongs to this one. */
    private boolean isLineOver() {
        int end = afterBlanks(position);
        if (charAt(end) == ',') {
            end = afterBlanks(end + 1);
        }
        return charAt(end) == '\n' && charAt(afterCommentsAndBlanks(end)) != ',';
    }

    private int afterBlanks(int from) {
        int end = from;
        while (charAt(end) == ' ' || charAt(end) == '\t' || charAt(end) == '\r') {
            end++;
        }
        return end;
    }

    private int afterCommentsAndBlanks(int from) {
        int end = afterBlanks(from);
        while (charAt(end) == '\n' || isComment(end)) {
            end = afterBlanks(charAt(end) == '\n' ? end + 1 : lineEnd(end));
        }
        return end;
    }

    private boolean isComment(int at) {
        return charAt(at) == '#' || text.startsWith("//", at);
    }

    /** Or a zero behind the end. */
    private char charAt(int at) {
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Whether nothing is joined to the block at the top that was closed. */
    private boolean isFieldOver() {
        int end = afterBlanks(position);
        return end >= text.length() || charAt(end) == '\n' || charAt(end) == ',' || isComment(end);
    }

    /** The name of the block at the top and what stands between that and its beginning, the brace included. */
    private String opening() {
        return text.substring(field, block);
    }

    /** Whether it is a name alone, with what may follow it. */
    private static boolean isPlain(String opening) {
        return opening.strip().matches("[A-Za-z0-9_-]+\\s*[=:]?\\s*\\{");
    }

    private void cutOff() {
        pieces.add(new Piece(enclosing + text.substring(start, position) + "\n}", linesBefore));
        position = text.indexOf('\n', position) + 1;
        linesBefore = line;
        line++;
        start = position;
        enclosing = opening().strip() + " ";
    }

    private void passLine() {
        position = lineEnd(position);
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private void passString() {
        int end = QuotedString.end(text, position);
        line += QuotedString.lines(text, position, end);
        position = end;
    }
}
