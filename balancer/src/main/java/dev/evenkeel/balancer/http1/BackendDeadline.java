package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.BackendTimeoutsConfig;
import dev.evenkeel.balancer.loop.Deadline;
import java.time.Duration;

/** All timeouts of one backend connection in one timer: what it waits for now decides which of them counts. */
final class BackendDeadline extends Deadline {
    private enum Phase {
        REST,
        BUSY,
        OFF
    }

    private final BackendConnection connection;
    private Phase phase = Phase.REST;
    private long restUntil = NEVER;
    private long since;
    private long sendSince;
    private long unsentThen;
    private boolean sendStalled;

    BackendDeadline(BackendConnection connection) {
        this.connection = connection;
    }

    void restUntil(long at) {
        phase = Phase.REST;
        restUntil = at;
        connection.loop().arm(this, at);
    }

    void resting() {
        phase = Phase.REST;
        restUntil = NEVER;
        sendStalled = false;
    }

    void sending(long now) {
        phase = Phase.BUSY;
        since = now;
    }

    void sent(long now) {
        since = now;
        armAfter(now, timeouts().firstByte());
    }

    void progressed(long now) {
        since = now;
        armAfter(now, timeouts().idle());
    }

    void sendStalled(long now) {
        sendStalled = true;
        sendSince = now;
        unsentThen = connection.unsentBytes();
        armAfter(now, timeouts().idle());
    }

    void sendResumed() {
        sendStalled = false;
    }

    void disarm() {
        phase = Phase.OFF;
        connection.loop().disarm(this);
    }

    private BackendTimeoutsConfig timeouts() {
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
            case REST -> checkRest(now);
            case BUSY -> checkBusy(now);
            case OFF -> NEVER;
        };
    }

    private long checkRest(long now) {
        if (restUntil > now) {
            return restUntil;
        }
        connection.closeIfResting();
        return NEVER;
    }

    private long checkBusy(long now) {
        long due = NEVER;
        if (connection.awaitsFirstByte()) {
            due = dueAfter(since, timeouts().firstByte());
            if (due <= now) {
                connection.firstByteTooLate();
                return NEVER;
            }
        } else if (connection.awaitsMore()) {
            due = dueAfter(since, timeouts().idle());
            if (due <= now) {
                connection.idleTooLong("The backend's response made no progress in time.");
                return NEVER;
            }
        }
        return sendStalled ? Math.min(due, checkSend(now)) : due;
    }

    private long checkSend(long now) {
        long unsent = connection.unsentBytes();
        if (unsent != unsentThen) {
            unsentThen = unsent;
            sendSince = now;
        }
        long due = dueAfter(sendSince, timeouts().idle());
        if (due > now) {
            return due;
        }
        connection.idleTooLong("The backend took no byte of the request in time.");
        return NEVER;
    }

    private static long dueAfter(long from, Duration timeout) {
        return timeout.isZero() ? NEVER : from + timeout.toNanos();
    }
}
