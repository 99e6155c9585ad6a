package dev.evenkeel.balancer.control;

import java.util.Locale;

/** What asked for a reload. */
public enum ReloadTrigger {
    /** A call of the admin API. */
    API,
    /** A signal to the process. */
    SIGNAL,
    /** A file that is another now. */
    FILE_CHANGE;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
