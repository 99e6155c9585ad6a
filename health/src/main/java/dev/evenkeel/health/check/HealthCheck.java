package dev.evenkeel.health.check;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A way to find out whether a target works. Asks only: what follows from the answer is decided elsewhere.
 *
 * <p>A protocol that asks over a connection extends {@link ConnectionCheck}, in one file.
 */
public interface HealthCheck {
    /** The name of the protocol, in lower case, as in {@code tcp}. */
    String name();

    /**
     * Begins one check. Only on the event loop that the check was made for; never blocks it.
     *
     * @param target where to ask, resolved
     * @param timeout how long the whole check may take; more than 0
     * @param done is given the result, once, on the same event loop, perhaps before this returns; not after {@link
     *     Probe#cancel}
     */
    Probe check(SocketAddress target, Duration timeout, Consumer<CheckResult> done);
}
