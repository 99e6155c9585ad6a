package dev.evenkeel.balancer.pool;

import dev.evenkeel.health.Trial;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The right to send one request to a backend, and the place where its fate is reported. Whoever holds it closes it, once
 * the request is over; closing again does nothing. The reports are for one thread at a time, closing for any.
 */
public final class Lease implements AutoCloseable {
    private static final AtomicIntegerFieldUpdater<Lease> CLOSED =
            AtomicIntegerFieldUpdater.newUpdater(Lease.class, "closed");

    private final Pool pool;
    private final Backend backend;
    private final @Nullable Trial trial;

    private boolean responded;
    private boolean failed;

    @SuppressWarnings("unused") // by way of its updater
    private volatile int closed;

    Lease(Pool pool, Backend backend, @Nullable Trial trial) {
        this.pool = pool;
        this.backend = backend;
        this.trial = trial;
    }

    public Backend backend() {
        return backend;
    }

    /** Whether this request finds out if a backend works again that failed before. */
    public boolean onTrial() {
        return trial != null;
    }

    /** Reports that no connection to the backend could be made, or not in time: it is left alone for a while. */
    public void connectFailed(String reason) {
        backend.counters().connectFailed();
        backend.counters().useFailed();
        if (trial != null) {
            trial.failed(reason);
        } else if (!backend.health().connectFailed(reason)) {
            return;
        }
        pool.healthChanged(backend);
    }

    /**
     * Reports that the backend failed the request on a connection that had been made: it closed early, took too long,
     * answered nonsense. Not for what the client did. Ends a trial as failed; a backend that is up is ejected if it happens
     * too often.
     */
    public void failed(String reason) {
        if (failed) {
            return;
        }
        failed = true;
        backend.counters().requestFailed();
        backend.counters().useFailed();
        if (trial != null && !responded) {
            trial.failed(reason);
        } else if (!backend.health().failed(reason)) {
            return;
        }
        pool.healthChanged(backend);
    }

    /**
     * Reports that the backend began to answer, with a final status. A trial has succeeded, unless the status is one of those
     * that the settings count as failures: the answer may go on for hours. If it breaks off, that counts as a failure.
     */
    public void responded(int status) {
        if (pool.isFailure(status)) {
            failed("status " + status);
            return;
        }
        responded = true;
        if (trial != null) {
            trial.succeeded();
            pool.healthChanged(backend);
        }
    }

    /** Gives back the backend's room and wakes the queue. A trial without a verdict is left to the next request. */
    @Override
    public void close() {
        if (CLOSED.getAndSet(this, 1) == 0) {
            if (trial != null && !responded) {
                trial.abandoned();
            } else if (responded && !failed) {
                backend.health().succeeded();
            }
            pool.closed(this);
        }
    }
}
