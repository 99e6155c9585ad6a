package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link HttpCheck} wants to see.
 *
 * @param status tells whether a status is a good one
 * @param statuses the good ones, for people, as {@code 200-399}
 * @param body a text that stands in the body, compared as UTF-8; null for any body
 */
public record HttpExpectation(
        IntPredicate status, String statuses, @Nullable String body) {
    public HttpExpectation {
        requireNonNull(status, "status");
        requireNonNull(statuses, "statuses");
        if (body != null && body.isEmpty()) {
            throw new IllegalArgumentException("body: \"\" (expected: at least one character)");
        }
    }
}
