package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A check that makes a connection of its own, says something on it and closes it. A protocol says what; the connection, the
 * timeout and the single result are seen to here.
 */
public abstract class ConnectionCheck implements HealthCheck {
    private final Connector connector;

    protected ConnectionCheck(Connector connector) {
        this.connector = requireNonNull(connector, "connector");
    }

    /** Returns what is to be said to this target on one connection. */
    protected abstract Dialogue dialogue(SocketAddress target);

    @Override
    public final Probe check(SocketAddress target, Duration timeout, Consumer<CheckResult> done) {
        requireNonNull(target, "target");
        requireNonNull(timeout, "timeout");
        ConnectionProbe probe = new ConnectionProbe(connector, dialogue(target), requireNonNull(done, "done"));
        probe.start(target, timeout);
        return probe;
    }
}
