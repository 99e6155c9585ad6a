package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key of the language: where it stands, what it takes and what holds if it is not there. Immutable.
 *
 * @param <T> what the value becomes
 */
final class Key<T> {
    private final String path;
    private final String parent;
    private final String name;
    private final Kind<T> kind;
    private final @Nullable String defaultText;
    private final boolean required;

    /** Read once: a file with a thousand pools asks for most defaults a thousand times. */
    private volatile @Nullable T defaultValue;

    /**
     * @param path segments joined by dots, {@code *} for a name that the user gives and {@code []} after the name
     *     of a list of objects, such as {@code listeners.*.routes[].service}
     * @param kind what it takes
     * @param defaultText the default as one would write it, or {@code null} if there is none
     * @param required whether it is a mistake to leave it out; then there is no default
     */
    Key(String path, Kind<T> kind, @Nullable String defaultText, boolean required) {
        this.path = path;
        this.kind = kind;
        this.defaultText = defaultText;
        this.required = required;
        int dot = path.lastIndexOf('.');
        parent = dot < 0 ? "" : path.substring(0, dot);
        name = path.substring(dot + 1);
    }

    String path() {
        return path;
    }

    /** The path without the last segment, empty at the top. */
    String parent() {
        return parent;
    }

    /** The last segment of the path. */
    String name() {
        return name;
    }

    Kind<T> kind() {
        return kind;
    }

    @Nullable
    String defaultText() {
        return defaultText;
    }

    boolean required() {
        return required;
    }

    /**
     * What holds if the key is not there.
     *
     * @throws IllegalArgumentException if it has no default
     */
    T defaultValue() {
        T value = defaultValue;
        if (value == null) {
            value = readDefault();
            defaultValue = value;
        }
        return value;
    }

    private T readDefault() {
        if (defaultText == null) {
            throw new IllegalArgumentException(path + " has no default");
        }
        try {
            return kind.read(ConfigFactory.parseString("v = " + defaultText).getString("v"));
        } catch (BadValueException e) {
            throw new AssertionError(path + ": its default is no good", e);
        }
    }
}
