package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks one target over connections, and keeps one from a check to the next. */
final class ConnectionChecker implements Checker {
    private final Connector connector;
    private final SocketAddress target;
    private final Supplier<Dialogue> dialogues;
    private final int checksPerConnection;
    private @Nullable CheckConnection kept;

    ConnectionChecker(
            Connector connector, SocketAddress target, Supplier<Dialogue> dialogues, int checksPerConnection) {
        this.connector = connector;
        this.target = target;
        this.dialogues = dialogues;
        this.checksPerConnection = checksPerConnection;
    }

    @Override
    public Probe check(boolean anew, Duration timeout, Consumer<CheckResult> done) {
        requireNonNull(timeout, "timeout");
        ConnectionProbe probe = new ConnectionProbe(this, dialogues, requireNonNull(done, "done"));
        probe.start(anew ? null : takeKept(), timeout);
        return probe;
    }

    private @Nullable CheckConnection takeKept() {
        CheckConnection found = kept;
        if (found == null || !found.reusable()) {
            return null;
        }
        kept = null;
        return found;
    }

    /** Makes a connection for a probe, which is to open it. One that was kept is given up. */
    CheckConnection newConnection(ConnectionProbe probe) {
        close();
        return new CheckConnection(connector.newChannel(target), probe);
    }

    SocketAddress target() {
        return target;
    }

    Connector connector() {
        return connector;
    }

    /** Whether a connection that has served so many checks is not to serve another. */
    boolean isLast(int checks) {
        return checks >= checksPerConnection;
    }

    void keep(CheckConnection connection) {
        kept = connection;
    }

    @Override
    public void close() {
        CheckConnection unused = kept;
        kept = null;
        if (unused != null) {
            unused.close();
        }
    }
}
