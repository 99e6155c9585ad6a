package dev.evenkeel.balancer.event;

import java.util.Locale;

/** Where the wish came from that changed the backends of a pool. */
public enum Origin {
    /** The configuration that the daemon started with. */
    START,
    /** A call of the admin API. */
    API,
    /** A reload of the files. */
    FILE,
    /** A host name that stands for other addresses now. */
    DISCOVERY;

    /** Its name for the outside. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
