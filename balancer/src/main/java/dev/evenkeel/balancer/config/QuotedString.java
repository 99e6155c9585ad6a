package dev.evenkeel.balancer.config;

/** Finds where quoted strings end in HOCON texts: of one kind with escapes, of the other, in three quotes, without. */
final class QuotedString {
    /** What begins and ends a string without escapes, which may have several lines. */
    static final String TRIPLE = "\"\"\"";

    private static final String SINGLE = "\"";

    private QuotedString() {}

    /** What the string that begins at a place begins and ends with. */
    static String quote(String text, int begin) {
        return text.startsWith(TRIPLE, begin) ? TRIPLE : SINGLE;
    }

    /** The place behind the string that begins at a place; the end of the text if the string has none. */
    static int end(String text, int begin) {
        String quote = quote(text, begin);
        int end = text.indexOf(quote, begin + quote.length());
        while (end >= 0 && quote.equals(SINGLE) && isEscaped(text, end)) {
            end = text.indexOf(quote, end + 1);
        }
        if (end < 0) {
            return text.length();
        }
        end += quote.length();
        while (quote.equals(TRIPLE) && text.startsWith(SINGLE, end)) {
            end++; // of more than three quotes in a row, the last three end it
        }
        return end;
    }

    /** Whether an odd number of backslashes stands before it. */
    private static boolean isEscaped(String text, int at) {
        int begin = at;
        while (text.charAt(begin - 1) == '\\') {
            begin--;
        }
        return (at - begin) % 2 == 1;
    }

    /** How many lines end between two places. */
    static int lines(String text, int begin, int end) {
        int lines = 0;
        for (int at = text.indexOf('\n', begin); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
            lines++;
        }
        return lines;
    }
}
