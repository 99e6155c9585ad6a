package dev.evenkeel.bench.rig;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A config file with holes. {@code @name@} is replaced by a value; a line that begins with
 * {@code [flag]} stands only when that flag is set, one that begins with {@code [!flag]} only when it
 * is not.
 */
public final class Template {
    private static final Pattern CONDITION = Pattern.compile("^(\\s*)\\[(!?)([a-z-]+)] ");
    private static final Pattern HOLE = Pattern.compile("@([a-z0-9-]+)@");

    private final String name;
    private final String text;

    /**
     * A template.
     *
     * @param name what messages call it
     */
    public Template(String name, String text) {
        this.name = requireNonNull(name, "name");
        this.text = requireNonNull(text, "text");
    }

    /** The template of that name beside this class. */
    static Template ofResource(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("template: " + name + " (expected: a resource of this package)");
            }
            return new Template(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text with its holes filled.
     *
     * @param values by the names of the holes
     * @param flags those that are set
     */
    public String render(Map<String, String> values, Set<String> flags) {
        return text.lines()
                .filter(line -> stands(line, flags))
                .map(line -> CONDITION.matcher(line).replaceFirst("$1"))
                .map(line -> fill(line, values))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean stands(String line, Set<String> flags) {
        Matcher condition = CONDITION.matcher(line);
        if (!condition.find()) {
            return true;
        }
        boolean negated = !condition.group(2).isEmpty();
        return flags.contains(condition.group(3)) != negated;
    }

    private String fill(String line, Map<String, String> values) {
        return HOLE.matcher(line).replaceAll(hole -> {
            String value = values.get(hole.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        name + ": no value for @" + hole.group(1) + "@ (expected: one of " + values.keySet() + ")");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
