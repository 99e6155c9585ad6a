package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a setting stands in the block of a resource: {@code queue.timeout}, {@code health.http.headers."X-A.B"}.
 *
 * @param names those of the blocks around it from the outside, then its own
 */
public record KeyPath(Resource.Kind kind, List<String> names) {

    public KeyPath {
        requireNonNull(kind, "kind");
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("names: none (expected: at least one)");
        }
    }

    /**
     * The path of what people wrote in blocks within each other. What they wrote in one may be several names with dots
     * between them; where the user chooses the names it is one, for a header field may be called {@code X-A.B}.
     */
    public static KeyPath of(Resource.Kind kind, List<String> written) {
        var names = new ArrayList<String>();
        for (String one : written) {
            names.addAll(split(pattern(kind, names), one));
        }
        return new KeyPath(kind, names);
    }

    private static List<String> split(String pattern, String written) {
        var names = new ArrayList<String>();
        String block = pattern;
        String rest = written;
        int dot = rest.indexOf('.');
        while (dot >= 0 && !Keys.childrenOf(block).contains("*")) {
            String name = rest.substring(0, dot);
            names.add(name);
            block += "." + name;
            rest = rest.substring(dot + 1);
            dot = rest.indexOf('.');
        }
        names.add(unquoted(rest));
        return names.contains("") ? List.of(written) : names;
    }

    private static String unquoted(String name) {
        int last = name.length() - 1;
        boolean quoted = last > 0 && name.charAt(0) == '"' && name.indexOf('"', 1) == last;
        return quoted ? name.substring(1, last) : name;
    }

    private static String pattern(Resource.Kind kind, List<String> names) {
        String pattern = kind.pattern();
        for (String name : names) {
            Collection<String> known = Keys.childrenOf(pattern);
            pattern += "." + (known.contains("*") ? "*" : name);
        }
        return pattern;
    }

    /** Whether a text is names with dots between them, with quotes where one needs them. */
    static boolean isPath(String text) {
        try {
            return !ConfigUtil.splitPath(text).isEmpty();
        } catch (ConfigException.BadPath e) {
            return false;
        }
    }

    /** In full, with what a block stands for that is written as a single value: {@code keep-alive.enabled}. */
    public String inFull() {
        return Shorthands.full(toString());
    }

    /** What is wrong with it, whatever its value; null if there is such a key. */
    public @Nullable String problem() {
        for (int i = 0; i < names.size(); i++) {
            Collection<String> known = Keys.childrenOf(pattern(kind, names.subList(0, i)));
            String name = names.get(i);
            if (!known.contains("*") && !known.contains(name)) {
                String path = HoconWalk.render(names.subList(0, i + 1));
                return (path + ": unknown key. " + NearestName.remedy(name, known)).strip();
            }
        }
        return null;
    }

    /** Whether it is a list of blocks, as {@code backends} is, or stands in one. */
    public boolean isOfBlocks() {
        return IntStream.rangeClosed(1, names.size())
                .mapToObj(end -> pattern(kind, names.subList(0, end)) + "[]")
                .anyMatch(list -> !Keys.childrenOf(list).isEmpty());
    }

    /** What it takes, for people; null if it is a block. */
    public @Nullable String expected() {
        String pattern = pattern(kind, names);
        return Keys.all().stream()
                .filter(key -> key.path().equals(pattern))
                .findFirst()
                .map(key -> key.kind().expected())
                .orElse(null);
    }

    /** As the other texts of this class are: with quotes where a name needs them. */
    @Override
    public String toString() {
        return ConfigUtil.joinPath(names);
    }
}
