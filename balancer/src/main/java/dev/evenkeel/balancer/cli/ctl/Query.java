package dev.evenkeel.balancer.cli.ctl;

import org.jspecify.annotations.Nullable;

/** Puts the query of a call together. */
final class Query {
    private final StringBuilder text = new StringBuilder();

    /** Adds a parameter, unless its value is null. */
    Query and(String name, @Nullable String value) {
        if (value != null) {
            text.append(text.length() == 0 ? '?' : '&').append(name).append('=').append(Connection.segment(value));
        }
        return this;
    }

    /** The query with its question mark, or nothing if nothing was added. */
    @Override
    public String toString() {
        return text.toString();
    }
}
