package dev.evenkeel.health.check;

import java.time.Duration;
import java.util.function.Consumer;

/** Asks one target, one check after the other. Only on the event loop that the check was made for; never blocks it. */
public interface Checker {
    /**
     * Begins one check; to be called only while none is under way.
     *
     * @param anew whether nothing that is left of an earlier check, such as a connection, may be used
     * @param timeout how long the whole check may take; more than 0
     * @param done is given the result, once, on the same event loop, perhaps before this returns; not after {@link
     *     Probe#cancel}
     */
    Probe check(boolean anew, Duration timeout, Consumer<CheckResult> done);

    /** Gives up what was kept for the next check: there is none. */
    void close();
}
