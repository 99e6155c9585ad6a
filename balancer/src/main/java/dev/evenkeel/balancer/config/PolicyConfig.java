package dev.evenkeel.balancer.config;

import java.util.List;

/**
 * Who gets the next request.
 *
 * @param name one of {@link #NAMES}
 */
public record PolicyConfig(String name) {

    /** The policies there are, the default first. */
    public static final List<String> NAMES = List.of("round-robin", "least-connections", "random-two", "first");
}
