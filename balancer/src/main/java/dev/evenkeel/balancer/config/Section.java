package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A block of a configuration, read through the keys that {@link Keys} declares for it. Whatever else stands in it
 * is a problem. A value that is no good is a problem as well, and its default is given, so that reading goes on
 * and finds the others.
 */
final class Section {

    private static final int NO_INDEX = -1;

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{[^}]*}");
    private static final String UNRESOLVED_REMEDY = "Set this environment variable or key.";

    private final HoconFiles files;
    private final String pattern;
    private final Standing standing;

    /** Not looked at yet; null once it was. */
    private @Nullable ConfigObject unread;

    private Map<String, ConfigValue> values;

    /** The key that a scalar in place of the block stands for; then the block's path is the key's path. */
    private final @Nullable String shorthand;

    /**
     * Where a block stands. Path and place are for messages: worked out when there is one.
     *
     * @param parent null at the top
     * @param name in the parent
     * @param index in the list of that name, or {@link #NO_INDEX}
     * @param value what stands there; null for a block that is not there
     */
    private record Standing(
            @Nullable Section parent,
            String name,
            int index,
            @Nullable ConfigValue value) {}

    private Section(
            HoconFiles files, String pattern, Standing standing, ConfigObject object, @Nullable String shorthand) {
        this(files, pattern, standing, shorthand, Map.of());
        unread = object;
    }

    private Section(
            HoconFiles files,
            String pattern,
            Standing standing,
            @Nullable String shorthand,
            Map<String, ConfigValue> values) {
        this.files = files;
        this.pattern = pattern;
        this.standing = standing;
        this.shorthand = shorthand;
        this.values = values;
    }

    /** The whole configuration. */
    static Section top(HoconFiles files, ConfigObject object) {
        return alone(files, "", object);
    }

    /**
     * A block that is looked at alone, so that messages about it have no path.
     *
     * @param pattern where such a block stands, as {@link Key#path} has it
     */
    static Section alone(HoconFiles files, String pattern, ConfigObject object) {
        return new Section(files, pattern, new Standing(null, "", NO_INDEX, null), object, null).read();
    }

    private Section read() {
        values();
        return this;
    }

    /** What stands in it, in the order of the file, for Typesafe Config keeps none. */
    private Map<String, ConfigValue> values() {
        ConfigObject object = unread;
        if (object != null) {
            unread = null;
            values = new LinkedHashMap<>();
            fill(object);
            reportUnknownKeys();
        }
        return values;
    }

    private void fill(ConfigObject object) {
        try {
            var sorted = new ArrayList<Map.Entry<String, ConfigValue>>(object.size());
            // Not entrySet: it is a set by the values too, and works out the hash of all that is below.
            for (String name : object.keySet()) {
                sorted.add(Map.entry(name, object.get(name)));
            }
            sorted.sort(Map.Entry.<String, ConfigValue>comparingByValue((a, b) ->
                            Integer.compare(a.origin().lineNumber(), b.origin().lineNumber()))
                    .thenComparing(Map.Entry.comparingByKey()));
            sorted.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        } catch (ConfigException.NotResolved e) {
            reportMismatch(object, "a block", path(), place(), "");
        }
    }

    private void reportUnknownKeys() {
        var known = Keys.childrenOf(pattern);
        if (known.contains("*")) {
            return;
        }
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                files.problems()
                        .add(placeOf(name, value), pathOf(name), "unknown key", NearestName.remedy(name, known));
            }
        });
    }

    /** What stands in the place of this block; null for nothing, and for the whole configuration. */
    @Nullable
    ConfigValue written() {
        return standing.value();
    }

    boolean has(String name) {
        return values().containsKey(name);
    }

    /** Where the block begins. */
    private Place place() {
        var parent = standing.parent();
        var value = standing.value();
        if (parent == null) {
            return files.top();
        }
        return value == null ? parent.place() : files.placeOf(value, path(), parent.placeOf(standing.name(), value));
    }

    /** The full path of this block. */
    String path() {
        var parent = standing.parent();
        return parent == null ? "" : elementPath(parent.pathOf(standing.name()), standing.index());
    }

    private static String elementPath(String path, int index) {
        return index == NO_INDEX ? path : path + "[" + index + "]";
    }

    /** The value of a key that has a default. */
    <T> T get(Key<T> key) {
        var value = find(key);
        return value != null ? value : key.defaultValue();
    }

    /** The value of a key, or {@code null} if it is not there or no good. */
    <T> @Nullable T find(Key<T> key) {
        requireOwn(key);
        var value = values().get(key.name());
        if (value == null) {
            if (key.required()) {
                problem(key.name(), "missing", "Set it to " + key.kind().expected() + ".");
            }
            return null;
        }
        return read(key.kind(), key.name(), NO_INDEX, value);
    }

    /** The values of a key that takes a list, or one value without a list around it. */
    <T> List<T> list(Key<T> key) {
        requireOwn(key);
        var value = values().get(key.name());
        if (!(value instanceof ConfigList list)) {
            var single = find(key);
            return single == null ? List.of() : List.of(single);
        }
        if (list.isEmpty() && key.required()) {
            problem(
                    key.name(),
                    "[] (expected: at least one)",
                    "Set it to " + key.kind().expected() + ".");
        }
        var elements = new ArrayList<T>(list.size());
        for (int i = 0; i < list.size(); i++) {
            var read = read(key.kind(), key.name(), i, list.get(i));
            if (read != null) {
                elements.add(read);
            }
        }
        return List.copyOf(elements);
    }

    /** The statuses of a key that takes one or a list and has a default; none at all is a problem. */
    StatusSet statuses(Key<StatusSet> key) {
        if (!has(key.name())) {
            return get(key);
        }
        var statuses = StatusSet.union(list(key));
        if (statuses.isEmpty()) {
            problem(key.name(), "no status is expected", "Name at least one.");
        }
        return statuses;
    }

    /** The entries of a block whose names the user chooses, as far as they are good. */
    <T> Map<String, T> entries(Key<T> key) {
        requireOwn(key);
        var entries = new LinkedHashMap<String, T>();
        values().forEach((name, value) -> {
            var read = read(key.kind(), name, NO_INDEX, value);
            if (read != null) {
                entries.put(name, read);
            }
        });
        return entries;
    }

    /** The block of that name, empty if it is not there. */
    Section block(String name) {
        return block(name, null);
    }

    /** The block of that name; a scalar in its place stands for a block with this one key. */
    Section block(String name, @Nullable Key<?> shorthand) {
        return child(new Standing(this, name, NO_INDEX, values().get(name)), join(pattern, name), shorthand)
                .read();
    }

    /** The block of that name, or {@code null} if it is not there or {@code off}. */
    @Nullable
    Section blockOrOff(String name) {
        var value = values().get(name);
        return value == null || "off".equals(Written.scalar(value)) ? null : block(name);
    }

    /**
     * The blocks in here, by the names that the user gave them. Each is looked at once it is read from: of a thousand pools
     * that are as before, none is.
     */
    Map<String, Section> named() {
        var sections = new LinkedHashMap<String, Section>();
        values().forEach((name, value) -> {
            if (!Texts.isName(name)) {
                problem(name, Kind.mismatch(name, Texts.NAME.expected()), "");
            }
            sections.put(name, child(new Standing(this, name, NO_INDEX, value), join(pattern, "*"), null));
        });
        return sections;
    }

    /** What stands in the list of that name, to be read with {@link #block(String, int, ConfigValue, Key)}. */
    List<ConfigValue> elements(String name) {
        var value = values().get(name);
        if (value == null) {
            problem(name, "missing", "Set it to a list.");
            return List.of();
        }
        if (!(value instanceof ConfigList list)) {
            reportMismatch(value, "a list", pathOf(name), placeOf(name, value), "Put it in brackets.");
            return List.of();
        }
        return list;
    }

    /** The blocks in the list of that name; a scalar among them stands for a block with this one key. */
    List<Section> blocks(String name, @Nullable Key<?> shorthand) {
        var elements = elements(name);
        var sections = new ArrayList<Section>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            sections.add(block(name, i, elements.get(i), shorthand));
        }
        return sections;
    }

    /**
     * What stands at an index of the list of that name, as a block; a scalar in its place stands for a block with this one
     * key.
     */
    Section block(String name, int index, ConfigValue element, @Nullable Key<?> shorthand) {
        return child(new Standing(this, name, index, element), join(pattern, name + "[]"), shorthand)
                .read();
    }

    private Section child(Standing at, String childPattern, @Nullable Key<?> shorthand) {
        var value = at.value();
        if (value instanceof ConfigObject block) {
            return new Section(files, childPattern, at, block, null);
        }
        if (value != null && shorthand != null && Written.scalar(value) != null) {
            return new Section(files, childPattern, at, shorthand.name(), Map.of(shorthand.name(), value));
        }
        var empty = new Section(files, childPattern, at, null, Map.of());
        if (value != null) {
            reportMismatch(value, "a block in braces", empty.path(), empty.place(), "");
        }
        return empty;
    }

    /** The source in which the value of a key was written, for paths that begin in its folder. */
    Source sourceOf(String name) {
        var value = values().get(name);
        return value == null ? files.main() : files.sourceOf(value);
    }

    /** Reports something that is wrong with a key. */
    void problem(String name, String message, String remedy) {
        var value = values().get(name);
        files.problems().add(value == null ? place() : placeOf(name, value), pathOf(name), message, remedy);
    }

    /** Reports something that is wrong with this block as a whole. */
    void problem(String message, String remedy) {
        files.problems().add(place(), path(), message, remedy);
    }

    private <T> @Nullable T read(Kind<T> kind, String name, int index, ConfigValue value) {
        var text = Written.scalar(value);
        if (text == null) {
            reportMismatch(value, kind.expected(), elementPath(pathOf(name), index), placeOf(name, index, value), "");
            return null;
        }
        try {
            return kind.read(text);
        } catch (BadValueException e) {
            files.problems()
                    .add(
                            placeOf(name, index, value),
                            elementPath(pathOf(name), index),
                            String.valueOf(e.getMessage()),
                            remedy(e, value));
            return null;
        }
    }

    private static String remedy(BadValueException e, ConfigValue value) {
        var origin = value.origin().description();
        boolean fromEnvironment = origin.startsWith(HoconFiles.ENVIRONMENT);
        return e.remedy().isEmpty() && fromEnvironment ? "It comes from the " + origin + "." : e.remedy();
    }

    private void reportMismatch(ConfigValue value, String expected, String valuePath, Place valuePlace, String remedy) {
        var type = Written.type(value);
        if (type == null) {
            files.problems().add(valuePlace, valuePath, substitutionsIn(value) + " has no value", UNRESOLVED_REMEDY);
            return;
        }
        var shown = switch (type) {
            case LIST -> "a list";
            case OBJECT -> "a block";
            case STRING, NUMBER, BOOLEAN, NULL -> value.render();
        };
        files.problems().add(valuePlace, valuePath, shown + " (expected: " + expected + ")", remedy);
    }

    private static String substitutionsIn(ConfigValue unresolved) {
        return SUBSTITUTION
                .matcher(unresolved.render())
                .results()
                .map(MatchResult::group)
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private void requireOwn(Key<?> key) {
        if (!key.parent().equals(pattern)) {
            throw new IllegalArgumentException(key.path() + " is not a key of " + pattern);
        }
    }

    private Place placeOf(String name, ConfigValue value) {
        return placeOf(name, NO_INDEX, value);
    }

    private Place placeOf(String name, int index, ConfigValue value) {
        return files.placeOf(value, elementPath(pathOf(name), index), place());
    }

    private String pathOf(String name) {
        return name.equals(shorthand) ? path() : join(path(), HoconWalk.render(List.of(name)));
    }

    private static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
