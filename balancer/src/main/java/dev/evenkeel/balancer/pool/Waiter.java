package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.loop.Deadline;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A request in a pool's queue.
 *
 * <p>Whoever takes it out of {@code WAITING} decides how its wait ends, by compare-and-set: the queue grants a lease, from
 * any thread; time or the client's going away end it, on its own loop. A granted lease travels to that loop, and is closed
 * there if the client left meanwhile.
 */
public final class Waiter extends Deadline {
    private enum State {
        WAITING,
        GRANTED,
        REFUSED,
        OVER
    }

    private static final AtomicReferenceFieldUpdater<Waiter, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Waiter.class, State.class, "state");

    private final WaitQueue queue;
    private final LeaseRequest request;
    private final QueueListener listener;
    private final long end;
    private volatile State state = State.WAITING;

    /** Written before the state becomes {@code GRANTED}. */
    private @Nullable Lease lease;

    Waiter(WaitQueue queue, LeaseRequest request, QueueListener listener, long end) {
        this.queue = queue;
        this.request = request;
        this.listener = listener;
        this.end = end;
    }

    /** Ends the wait without a word to the listener. Only on the loop of the request; does nothing if the wait is over. */
    public void cancel() {
        request.loop().disarm(this);
        if (STATE.compareAndSet(this, State.WAITING, State.OVER)) {
            queue.left();
            return;
        }
        Lease granted = lease;
        if (state == State.GRANTED && granted != null) {
            granted.close();
        }
        state = State.OVER;
    }

    LeaseRequest request() {
        return request;
    }

    /** Begins the wait, by the clock; only on the loop of the request. */
    void begin() {
        request.loop().arm(this, end);
    }

    boolean waiting() {
        return state == State.WAITING;
    }

    /** Hands the lease over, unless the wait is over; then it stays the caller's. */
    boolean grant(Lease granted) {
        lease = granted;
        if (!STATE.compareAndSet(this, State.WAITING, State.GRANTED)) {
            return false;
        }
        tell();
        return true;
    }

    void refuse() {
        state = State.REFUSED;
        tell();
    }

    private void tell() {
        try {
            request.loop().eventLoop().execute(this::deliver);
        } catch (RejectedExecutionException loopIsGone) {
            deliverNobody();
        }
    }

    private void deliver() {
        request.loop().disarm(this);
        State was = state;
        state = State.OVER;
        Lease granted = lease;
        if (was == State.GRANTED && granted != null) {
            listener.leased(granted);
        } else if (was == State.REFUSED) {
            listener.full();
        }
    }

    private void deliverNobody() {
        Lease granted = lease;
        if (granted != null) {
            granted.close();
        }
    }

    @Override
    protected long check(long now) {
        if (now < end) {
            return end;
        }
        if (STATE.compareAndSet(this, State.WAITING, State.OVER)) {
            queue.left();
            listener.timedOut();
        }
        return NEVER;
    }
}
