package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;

/**
 * A check that makes a connection of its own and says something on it. A protocol says what; the connection, the timeout and
 * the single result are seen to here.
 */
public abstract class ConnectionCheck implements HealthCheck {
    private final Connector connector;
    private final int checksPerConnection;

    /**
     * @param checksPerConnection after so many checks of a target its connection is closed and another made, which shows that
     *     it still accepts them; 1 for a connection for each check
     */
    protected ConnectionCheck(Connector connector, int checksPerConnection) {
        this.connector = requireNonNull(connector, "connector");
        if (checksPerConnection < 1) {
            throw new IllegalArgumentException(
                    "checksPerConnection: " + checksPerConnection + " (expected: 1 or more)");
        }
        this.checksPerConnection = checksPerConnection;
    }

    /** Returns what is to be said to this target in one check. */
    protected abstract Dialogue dialogue(SocketAddress target);

    @Override
    public final Checker checker(SocketAddress target) {
        requireNonNull(target, "target");
        return new ConnectionChecker(connector, target, () -> dialogue(target), checksPerConnection);
    }
}
