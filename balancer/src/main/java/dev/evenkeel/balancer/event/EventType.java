package dev.evenkeel.balancer.event;

import java.util.Locale;

/** What can happen. */
public enum EventType {
    /** The daemon accepts clients. */
    STARTED,
    /** The daemon accepts no more clients and ends when those it has are served. */
    SHUTDOWN_BEGUN,
    /** A setting was changed, or a backend added or removed, by the API; or such a change was dropped. */
    LIVE_CHANGE,
    /** The files were read again, and what differs was changed. */
    RELOADED,
    /** The files were read again, and nothing was changed, for something is wrong. */
    RELOAD_REFUSED,
    /** A backend takes no more requests and finishes those that it has. */
    DRAIN_BEGUN,
    /** It has finished them, or they were cut, or it was made ready again. */
    DRAIN_ENDED,
    /** A pool has a backend more. */
    BACKEND_ADDED,
    /** A pool has a backend less. */
    BACKEND_REMOVED,
    /** What a backend of a pool is judged fit for is another now. */
    HEALTH_CHANGED,
    /** As {@link #HEALTH_CHANGED}, since requests failed at the backend. */
    BACKEND_EJECTED,
    /** So many backends of a pool fail their checks that those are not believed. */
    PANIC_BEGUN,
    /** Enough of them pass again. */
    PANIC_ENDED,
    /** A listener listens at an address. */
    LISTENER_OPENED,
    /** A listener does not listen at an address any more. */
    LISTENER_CLOSED;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Its name for the outside, as in {@code drain-begun}. */
    public String label() {
        return label;
    }
}
