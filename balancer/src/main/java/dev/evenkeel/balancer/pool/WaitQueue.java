package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.QueueConfig;
import dev.evenkeel.balancer.loop.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that wait for room in a pool: first come, first served, bounded in number and time, lock-free.
 *
 * <p>Any thread may have a reason to serve the queue. The first to come does it, and goes round once more for those who
 * came meanwhile, so the queue has one server at a time and keeps its order.
 *
 * <p>No wake-up is lost: whoever queues serves after having queued, and whoever makes room, or changes anything else that
 * a choice depends on, looks afterwards whether somebody waits. Of two who do so at once, one sees what the other did.
 *
 * <p>A request that leaves early stays in the list, and out of the count, until it comes to the head, or until a whole
 * queue's length of such has gathered and they are swept out together.
 */
final class WaitQueue {
    private final Pool pool;
    private volatile int limit;
    private volatile long timeoutNanos;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger leftEarly = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** When the last timer set goes off; only for the one who serves. */
    private long timerEnd = Loop.nanos();

    WaitQueue(Pool pool, QueueConfig config) {
        this.pool = pool;
        limit = config.length();
        timeoutNanos = config.timeout().toNanos();
    }

    /** Takes over other bounds; they hold for requests that come from now on. */
    void reconfigure(QueueConfig config) {
        limit = config.length();
        timeoutNanos = config.timeout().toNanos();
    }

    /** How many requests wait. */
    int length() {
        return waiting.get();
    }

    /** Lets a request wait; only on its own loop. */
    Waiter enqueue(LeaseRequest request, QueueListener listener) {
        Waiter waiter = new Waiter(this, request, listener, Loop.nanos() + timeoutNanos);
        if (!admit()) {
            waiter.refuse();
            return waiter;
        }
        waiter.begin();
        waiters.add(waiter);
        serve();
        return waiter;
    }

    private boolean admit() {
        while (true) {
            int length = waiting.get();
            if (length >= limit) {
                return false;
            }
            if (waiting.compareAndSet(length, length + 1)) {
                return true;
            }
        }
    }

    /** To be called when a request in the list waits no more. */
    void left() {
        waiting.decrementAndGet();
        if (leftEarly.incrementAndGet() > limit) {
            serve();
        }
    }

    /** To be called after every change that may have made room. */
    void serveIfWaiting() {
        if (waiting.get() > 0) {
            serve();
        }
    }

    private void serve() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        do {
            sweep();
            serveHeads();
            answered = calls.addAndGet(-answered);
        } while (answered != 0);
    }

    private void sweep() {
        if (leftEarly.get() > limit && waiters.removeIf(waiter -> !waiter.waiting())) {
            leftEarly.set(0);
        }
    }

    private void serveHeads() {
        Waiter head = waiters.peek();
        while (head != null && serveOne(head)) {
            waiters.poll();
            head = waiters.peek();
        }
    }

    /** Whether the request is done with, as far as the list is concerned. */
    private boolean serveOne(Waiter head) {
        if (!head.waiting()) {
            leftEarly.decrementAndGet();
            return true;
        }
        Lease lease = pool.acquire(head.request());
        if (lease == null) {
            wakeForTrial(head);
            return false;
        }
        if (head.grant(lease)) {
            waiting.decrementAndGet();
            return true;
        }
        lease.close();
        leftEarly.decrementAndGet();
        return true;
    }

    /** A back-off ends without anybody's doing: sees to it that the queue is served then. */
    private void wakeForTrial(Waiter head) {
        long wait = pool.nanosToNextTrial();
        long now = Loop.nanos();
        boolean alreadySet = timerEnd - now > 0 && timerEnd - now <= wait;
        if (wait <= 0 || wait == Pool.NO_TRIAL || alreadySet) {
            return;
        }
        timerEnd = now + wait;
        try {
            Future<?> unused =
                    head.request().loop().eventLoop().schedule(this::serveIfWaiting, wait, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException loopIsGone) {
            timerEnd = now;
        }
    }
}
