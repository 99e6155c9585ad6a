package dev.evenkeel.balancer.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long HOCON text into several that mean the same together, the later ones laid over the earlier: for the parser makes
 * some ten times as much of a text as it keeps, and what it makes of a piece is gone before the next is begun. With all of it
 * in memory at once the collector stops the requests for several times as long.
 *
 * <p>A text is cut only between two blocks that stand, each with its last line to itself, in one block at the top, such as two
 * pools in {@code pools}. What is not as simple as that stays whole.
 */
final class HoconPieces {
    /** Has the lines that come before a piece, so that the parser counts on from there. */
    private static final String LINES_BEFORE = "(lines before)";

    private static final int LONG_ENOUGH = 32 << 10;

    /** To lay a piece over those before takes time for each of those. */
    private static final int MOST_PIECES = 32;

    private final String text;
    private final int longEnough;
    private final List<String> pieces = new ArrayList<>();

    /** What is open at the position: braces and brackets. */
    private final StringBuilder open = new StringBuilder();

    private int position;
    private int line = 1;

    /** Where the field at the top begins in which the position is, and where its block does; 0 if that is not known. */
    private int field;

    private int block;

    /** Where the piece begins that is not cut off yet, and what is to come before that. */
    private int start;

    private String before = "";

    private HoconPieces(String text, int longEnough) {
        this.text = text;
        this.longEnough = longEnough;
    }

    /** The pieces of a text, in their order; the text itself if it is not long. */
    static List<String> of(String text) {
        return of(text, Math.max(LONG_ENOUGH, text.length() / MOST_PIECES));
    }

    /** What a piece was parsed to, without what tells the parser in which line it begins. */
    static Config withoutLinesBefore(Config parsed) {
        return parsed.root().withoutKey(LINES_BEFORE).toConfig();
    }

    /**
     * The pieces, in their order.
     *
     * @param longEnough how long each but the last is at least, in characters
     */
    static List<String> of(String text, int longEnough) {
        return text.length() <= longEnough ? List.of(text) : new HoconPieces(text, longEnough).cut();
    }

    private List<String> cut() {
        while (position < text.length()) {
            char c = text.charAt(position);
            switch (c) {
                case '"' -> passString();
                case '#' -> passLine();
                case '{', '[' -> opened(c);
                case '}', ']' -> {
                    if (!closed(c)) {
                        return List.of(text);
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
            return List.of(text);
        }
        pieces.add(before + text.substring(start));
        return pieces;
    }

    private void opened(char c) {
        position++;
        open.append(c);
        if (open.length() == 1) {
            block = position;
        }
    }

    /** Whether it closes what was opened last. */
    private boolean closed(char c) {
        position++;
        int last = open.length() - 1;
        if (last < 0 || open.charAt(last) != (c == '}' ? '{' : '[')) {
            return false;
        }
        open.setLength(last);
        boolean inBlock = last == 1 && open.charAt(0) == '{';
        if (c == '}' && inBlock && position - start >= longEnough && isLineOver() && isPlain(opening())) {
            cutOff();
        }
        return true;
    }

    private boolean isLineOver() {
        int end = position;
        while (end < text.length() && " \t\r,".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '\n';
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
        pieces.add(before + text.substring(start, position) + "\n}");
        position = text.indexOf('\n', position) + 1;
        line++;
        start = position;
        before = "\"" + LINES_BEFORE + "\" = " + QuotedString.TRIPLE + "\n".repeat(line - 1) + QuotedString.TRIPLE
                + ", " + opening().strip() + " ";
    }

    private void passLine() {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
    }

    private void passString() {
        int end = QuotedString.end(text, position);
        line += QuotedString.lines(text, position, end);
        position = end;
    }
}
