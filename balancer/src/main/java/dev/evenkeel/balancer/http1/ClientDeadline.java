package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ClientTimeoutsConfig;
import dev.evenkeel.balancer.loop.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All timeouts of one client connection in one timer: what it waits for now decides which of them counts. */
final class ClientDeadline extends Deadline {
    private enum Phase {
        IDLE,
        HEAD,
        SERVING,
        PASSING_OVER,
        CLOSING,
        LINGERING,
        OFF
    }

    private final ClientConnection connection;
    private Phase phase = Phase.OFF;
    private long since;
    private long requestSince;
    private long bodySince;
    private long sendSince;
    private boolean sendStalled;
    private long unsentThen;
    private @Nullable Lingering lingering;

    ClientDeadline(ClientConnection connection) {
        this.connection = connection;
    }

    void idleFrom(long now) {
        enter(Phase.IDLE, now);
        armAfter(now, connection.config().keepAlive().idleTimeout());
    }

    void headBy(long firstByteAt) {
        enter(Phase.HEAD, firstByteAt);
        armAfter(firstByteAt, timeouts().head());
    }

    void serving(long now, long firstByteAt) {
        enter(Phase.SERVING, now);
        requestSince = firstByteAt;
        bodySince = now;
        armAfter(firstByteAt, timeouts().request());
        if (!connection.requestWhole()) {
            armAfter(now, timeouts().bodyIdle());
        }
    }

    void bodyProgressed(long now) {
        bodySince = now;
        if (phase == Phase.SERVING) {
            armAfter(now, timeouts().bodyIdle());
        }
    }

    void sendStalled(long now) {
        sendStalled = true;
        sendSince = now;
        unsentThen = connection.unsentBytes();
        armAfter(now, timeouts().sendIdle());
    }

    void sendResumed() {
        sendStalled = false;
    }

    void passingOver(long now) {
        enter(Phase.PASSING_OVER, now);
        armAfter(now, timeouts().bodyIdle());
    }

    void closing(long now) {
        enter(Phase.CLOSING, now);
        sendStalled(now);
    }

    void lingering(long now, Lingering begun) {
        enter(Phase.LINGERING, now);
        lingering = begun;
        connection.loop().arm(this, now);
    }

    void disarm() {
        phase = Phase.OFF;
        connection.loop().disarm(this);
    }

    private void enter(Phase next, long now) {
        phase = next;
        since = now;
    }

    private ClientTimeoutsConfig timeouts() {
        return connection.config().timeouts();
    }

    private void armAfter(long from, Duration timeout) {
        if (!timeout.isZero()) {
            connection.loop().arm(this, from + timeout.toNanos());
        }
    }

    @Override
    protected long check(long now) {
        return switch (phase) {
            case IDLE -> checkSince(now, connection.config().keepAlive().idleTimeout(), connection::idleTooLong);
            case HEAD -> checkSince(now, timeouts().head(), connection::headTooSlow);
            case SERVING -> checkServing(now);
            case PASSING_OVER -> checkSince(now, timeouts().bodyIdle(), connection::restTooSlow);
            case CLOSING -> checkSend(now);
            case LINGERING -> checkLingering(now);
            case OFF -> NEVER;
        };
    }

    private long checkSince(long now, Duration timeout, Runnable expired) {
        long due = dueAfter(since, timeout);
        if (due > now) {
            return due;
        }
        expired.run();
        return NEVER;
    }

    private long checkServing(long now) {
        long due = dueAfter(requestSince, timeouts().request());
        if (due <= now) {
            connection.requestTooSlow();
            return NEVER;
        }
        if (connection.waitsForBody()) {
            long bodyDue = dueAfter(bodySince, timeouts().bodyIdle());
            if (bodyDue <= now) {
                connection.bodyTooSlow();
                return NEVER;
            }
            due = Math.min(due, bodyDue);
        }
        return sendStalled ? Math.min(due, checkSend(now)) : due;
    }

    private long checkSend(long now) {
        long unsent = connection.unsentBytes();
        if (unsent != unsentThen) {
            unsentThen = unsent;
            sendSince = now;
        }
        long due = dueAfter(sendSince, timeouts().sendIdle());
        if (due > now) {
            return due;
        }
        connection.sendTooSlow();
        return NEVER;
    }

    private long checkLingering(long now) {
        long again = requireNonNull(lingering, "lingering").check(now);
        if (again == NEVER) {
            connection.lingeredLongEnough();
        }
        return again;
    }

    private static long dueAfter(long from, Duration timeout) {
        return timeout.isZero() ? NEVER : from + timeout.toNanos();
    }
}
