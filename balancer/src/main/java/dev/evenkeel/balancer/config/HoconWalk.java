package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Walks through a HOCON text and tells a visitor of each key where it is written. Needs a text whose syntax is
 * known to be good; of a bad one it tells nonsense, but it comes to an end.
 *
 * @see <a href="https://github.com/lightbend/config/blob/main/HOCON.md">HOCON</a>
 */
final class HoconWalk {

    private static final Pattern INDEXES = Pattern.compile("(\\[[0-9]+])+$");

    private final String text;
    private final Visitor visitor;
    private int position;
    private int line = 1;
    private int lists;

    HoconWalk(String text, Visitor visitor) {
        this.text = text;
        this.visitor = visitor;
    }

    /** Hears of the fields in the order in which they end. */
    interface Visitor {

        void field(Field field);

        /**
         * Hears of a file to be read in this place.
         *
         * @param prefix the path of the object into which the file goes
         * @param form {@code file}, {@code url} or {@code classpath}; empty if it is none of these
         * @param what the name as written
         */
        void include(List<String> prefix, String form, String what, int line);
    }

    /** What stands behind a key. */
    enum Value {
        /** An object, which is merged with an earlier one. */
        OBJECT,
        /** A value that replaces an earlier one only if it exists, or is made from it. */
        OVERRIDE,
        /** A value that replaces an earlier one. */
        REPLACEMENT
    }

    /**
     * @param path from the top; the index of a list stays with the name, as in {@code routes[0]}
     * @param inList whether the field stands inside of a list
     */
    record Field(List<String> path, int line, Value value, boolean inList) {}

    /** {@code path} as one writes it, with quotes where a name needs them. */
    static String render(List<String> path) {
        return path.stream().map(HoconWalk::render).collect(Collectors.joining("."));
    }

    private static String render(String name) {
        if (isPlain(name)) {
            return name;
        }
        var plain = INDEXES.matcher(name).replaceFirst("");
        var quoted = isPlain(plain) ? plain : ConfigUtil.quoteString(plain);
        return quoted + name.substring(plain.length());
    }

    /** Whether it needs no quotes. A loop, for every key of a file is asked, and there may be very many. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Walks through the text as if it stood in the object at {@code prefix}. */
    void walk(List<String> prefix) {
        skipSeparators();
        if (peek() == '{') {
            next();
        }
        object(prefix, List.of());
    }

    /** Reads fields until the object ends, its closing brace included. */
    private void object(List<String> prefix, List<String> own) {
        for (skipSeparators(); position < text.length(); skipSeparators()) {
            int before = position;
            if (peek() == '}') {
                next();
                return;
            }
            if (atInclude()) {
                include(concat(prefix, own));
            } else {
                field(prefix, own);
            }
            passIfStuck(before);
        }
    }

    private void field(List<String> prefix, List<String> parent) {
        int start = line;
        var own = concat(parent, key());
        boolean append = text.startsWith("+=", position);
        if (append) {
            position += 2;
        } else if (peek() == '=' || peek() == ':') {
            next();
        }
        skipBlank(true);
        var value = value(prefix, () -> own);
        visitor.field(new Field(concat(prefix, own), start, append ? Value.OVERRIDE : value, lists > 0));
    }

    /** Reads a key up to what separates it from its value. */
    private List<String> key() {
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        boolean quoted = false;
        while (position < text.length() && "=:{".indexOf(peek()) < 0 && !text.startsWith("+=", position)) {
            if (peek() == '"') {
                name = new StringBuilder(quoted ? name : name.toString().strip()).append(string());
                quoted = true;
            } else if (peek() == '.') {
                names.add(quoted ? name.toString() : name.toString().strip());
                name = new StringBuilder();
                quoted = false;
                next();
            } else {
                char c = next();
                if (!quoted || !isBlank(c)) {
                    name.append(c);
                }
            }
        }
        names.add(quoted ? name.toString() : name.toString().strip());
        return names;
    }

    /**
     * Reads the pieces of a value up to what ends it.
     *
     * @param own is asked for where the value stands only if something in it has a path too
     */
    private Value value(List<String> prefix, Supplier<List<String>> own) {
        int pieces = 0;
        boolean object = false;
        boolean optional = false;
        boolean takesUpEarlier = false;
        for (skipBlank(false); !atEndOfValue(); skipBlank(false)) {
            pieces++;
            switch (peek()) {
                case '{' -> {
                    next();
                    object(prefix, own.get());
                    object = true;
                }
                case '[' -> {
                    next();
                    list(prefix, own.get());
                }
                case '"' -> passString();
                case '$' -> {
                    var reference = substitution();
                    boolean ifSet = reference.startsWith("?");
                    optional |= ifSet;
                    takesUpEarlier |= reference.substring(ifSet ? 1 : 0).strip().equals(render(own.get()));
                }
                default -> unquoted();
            }
        }
        if (object) {
            return Value.OBJECT;
        }
        return takesUpEarlier || (optional && pieces == 1) ? Value.OVERRIDE : Value.REPLACEMENT;
    }

    private void list(List<String> prefix, List<String> own) {
        lists++;
        int index = 0;
        for (skipSeparators(); position < text.length() && peek() != ']'; skipSeparators()) {
            int before = position;
            int place = index++;
            value(prefix, () -> element(own, place));
            passIfStuck(before);
        }
        next();
        lists--;
    }

    private static List<String> element(List<String> list, int index) {
        var element = new ArrayList<>(list);
        element.set(element.size() - 1, element.get(element.size() - 1) + "[" + index + "]");
        return element;
    }

    private boolean atEndOfValue() {
        return position >= text.length() || "\n,}]".indexOf(peek()) >= 0 || atComment();
    }

    private void unquoted() {
        while (!atEndOfValue() && "{[\"$".indexOf(peek()) < 0 && !isBlank(peek())) {
            next();
        }
    }

    /** Reads {@code ${…}} and gives what stands between the braces. */
    private String substitution() {
        int start = position + 2;
        while (position < text.length() && peek() != '}') {
            if (peek() == '"') {
                passString();
            } else {
                next();
            }
        }
        var reference = position > start ? text.substring(start, position).strip() : "";
        next();
        return reference;
    }

    /** Reads a quoted string; escapes stay as they are written, which is enough to compare keys. */
    private String string() {
        int quote = QuotedString.quote(text, position).length();
        int start = Math.min(position + quote, text.length());
        passString();
        return text.substring(start, Math.max(start, position - quote));
    }

    private void passString() {
        int end = QuotedString.end(text, position);
        line += QuotedString.lines(text, position, end);
        position = end;
    }

    private boolean atInclude() {
        return text.startsWith("include", position)
                && position + 7 < text.length()
                && (isBlank(text.charAt(position + 7)) || text.charAt(position + 7) == '"');
    }

    private void include(List<String> prefix) {
        int start = line;
        position += "include".length();
        var words = new StringBuilder();
        while (position < text.length() && peek() != '"') {
            words.append(next());
        }
        var what = string();
        for (skipBlank(false); peek() == ')'; skipBlank(false)) {
            next();
        }
        var form = words.toString().replace("required", "").replaceAll("[\\s()]", "");
        visitor.include(prefix, form, what, start);
    }

    private void skipSeparators() {
        for (skipBlank(true); peek() == ','; skipBlank(true)) {
            next();
        }
    }

    private void skipBlank(boolean linesToo) {
        while (position < text.length()) {
            if (linesToo && atComment()) {
                while (position < text.length() && peek() != '\n') {
                    next();
                }
            } else if (isBlank(peek()) && (linesToo || peek() != '\n')) {
                next();
            } else {
                return;
            }
        }
    }

    private boolean atComment() {
        return peek() == '#' || text.startsWith("//", position);
    }

    private void passIfStuck(int before) {
        if (position == before) {
            next();
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private char next() {
        char c = peek();
        position++;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
