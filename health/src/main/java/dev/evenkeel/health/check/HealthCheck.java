package dev.evenkeel.health.check;

import java.net.SocketAddress;

/**
 * A way to find out whether a target works. Asks only: what follows from the answer is decided elsewhere.
 *
 * <p>A protocol that asks over a connection extends {@link ConnectionCheck}, in one file.
 */
public interface HealthCheck {
    /** The name of the protocol, in lower case, as in {@code tcp}. */
    String name();

    /**
     * Returns what asks this target. Begins nothing; from any thread.
     *
     * @param target where to ask, resolved
     */
    Checker checker(SocketAddress target);
}
