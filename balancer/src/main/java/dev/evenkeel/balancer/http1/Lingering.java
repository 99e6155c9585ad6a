package dev.evenkeel.balancer.http1;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.loop.Deadline;
import dev.evenkeel.balancer.socket.SendQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a connection is still read whose sending side is closed (RFC 9112 §9.6): until the client has its response, while it goes
 * on taking it, and never for long. A client that closes its side ends it at once.
 */
final class Lingering {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long WITHOUT_PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Shorter, as a stop waits for it, and most have nothing more to take. */
    private static final long WITHOUT_KNOWING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier queue;
    private final boolean inputExpected;
    private final long since;
    private long unacknowledgedThen = SendQueue.UNKNOWN;
    private long progressAt;

    /**
     * @param queue tells how many bytes the client has not acknowledged, as {@link SendQueue} does
     * @param inputExpected whether the client is known to be sending, so that a close would reset the connection for certain, and
     *     what its program has not read yet would be lost too
     */
    Lingering(LongSupplier queue, boolean inputExpected, long now) {
        this.queue = requireNonNull(queue, "queue");
        this.inputExpected = inputExpected;
        since = now;
        progressAt = now;
    }

    /** Returns when to look again; {@link Deadline#NEVER} if the connection can be closed now. */
    long check(long now) {
        long unacknowledged = queue.getAsLong();
        if (unacknowledged == 0 && !inputExpected) {
            return Deadline.NEVER;
        }
        if (unacknowledged != unacknowledgedThen) {
            unacknowledgedThen = unacknowledged;
            progressAt = now;
        }
        long end = Math.min(since + LONGEST_NANOS, progressAt + patience());
        return end <= now ? Deadline.NEVER : Math.min(end, now + BETWEEN_LOOKS_NANOS);
    }

    private long patience() {
        boolean untold = unacknowledgedThen == SendQueue.UNKNOWN && !inputExpected;
        return untold ? WITHOUT_KNOWING_NANOS : WITHOUT_PROGRESS_NANOS;
    }
}
