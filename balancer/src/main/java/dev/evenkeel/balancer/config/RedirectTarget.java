package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A URL with gaps for parts of the request, such as <code>https://{host}{path}{query}</code>.
 *
 * @param pieces to be joined
 */
public record RedirectTarget(List<Piece> pieces) {

    /** A stretch of the URL. */
    public sealed interface Piece {}

    /**
     * Text to be taken as it is: visible ASCII characters.
     *
     * @param text not empty
     */
    public record Literal(String text) implements Piece {}

    /** A gap, written as its name in lower case between braces. */
    public enum Variable implements Piece {
        /** The host that the client asked for, without the port. */
        HOST,
        /** The path of the request target, as sent. */
        PATH,
        /** A question mark and the query as sent, or nothing if there was none. */
        QUERY;

        @Override
        public String toString() {
            return "{" + name().toLowerCase(Locale.ROOT) + "}";
        }
    }

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    public static RedirectTarget parse(String text) {
        requireNonNull(text, "text");
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" (expected: a URL of visible ASCII characters, others percent-encoded)");
        }
        var pieces = new ArrayList<Piece>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            if (open > from) {
                pieces.add(new Literal(text.substring(from, open)));
            }
            pieces.add(variable(text, text.substring(open, close < 0 ? text.length() : close + 1)));
            from = close + 1;
        }
        if (from < text.length()) {
            pieces.add(new Literal(text.substring(from)));
        }
        return new RedirectTarget(List.copyOf(pieces));
    }

    private static Variable variable(String text, String written) {
        for (var variable : Variable.values()) {
            if (variable.toString().equals(written)) {
                return variable;
            }
        }
        var known = Arrays.stream(Variable.values()).map(Variable::toString).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("\"" + text + "\" has " + written + " (expected: " + known + ")");
    }

    @Override
    public String toString() {
        return pieces.stream()
                .map(piece -> piece instanceof Literal literal ? literal.text() : piece.toString())
                .collect(Collectors.joining());
    }
}
