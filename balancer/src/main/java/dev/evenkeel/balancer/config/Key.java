package dev.evenkeel.balancer.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of the language: where it stands, what it takes and what holds if it is not there.
 *
 * @param path segments joined by dots, {@code *} for a name that the user gives and {@code []} after the name
 *     of a list of objects, such as {@code listeners.*.routes[].service}
 * @param kind what it takes
 * @param defaultText the default as one would write it, or {@code null} if there is none
 * @param required whether it is a mistake to leave it out; then there is no default
 * @param <T> what the value becomes
 */
record Key<T>(String path, Kind<T> kind, @Nullable String defaultText, boolean required) {

    /** The path without the last segment, empty at the top. */
    String parent() {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** The last segment of the path. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
