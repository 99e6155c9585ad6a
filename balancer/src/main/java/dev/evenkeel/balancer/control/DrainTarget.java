package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.pool.Backend;
import java.util.List;

/**
 * What is drained.
 *
 * @param pool its pool
 * @param id of a backend, or of the entry with a host name
 * @param backends that backend, or one for each address of the name
 */
public record DrainTarget(String pool, String id, List<Backend> backends) {
    public DrainTarget {
        requireNonNull(pool, "pool");
        requireNonNull(id, "id");
        backends = List.copyOf(backends);
    }
}
