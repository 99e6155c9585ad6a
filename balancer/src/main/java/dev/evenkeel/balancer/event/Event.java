package dev.evenkeel.balancer.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param id greater than those of all events before, also of an earlier run of the daemon
 * @param at when
 */
public record Event(long id, Instant at, Happening what) {
    public Event {
        requireNonNull(at, "at");
        requireNonNull(what, "what");
    }
}
