package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a backend is reached.
 *
 * @param traffic by requests
 * @param checks by checks; null if they ask where requests go
 * @param <A> the form of the addresses: as written, or resolved
 */
public record Endpoints<A>(A traffic, @Nullable A checks) {
    public Endpoints {
        requireNonNull(traffic, "traffic");
    }
}
