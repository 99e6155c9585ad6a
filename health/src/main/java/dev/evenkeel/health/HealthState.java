package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The judgement on one target, drawn from what those who use it report.
 *
 * <pre>
 *          connectFailed                    tryTrial
 *    UP ------------------> BACKING_OFF ------------------> ON_TRIAL
 *     ^                          ^    failed, abandoned        |  |
 *     |                          +-----------------------------+  |
 *     +-----------------------------------------------------------+
 *                               succeeded
 * </pre>
 *
 * <p>Only a trial leads out of the back-off, and there is one trial at a time. So uses that began before the target failed
 * change nothing when they end: a burst of refused connections counts once, and an old connection that still answers does
 * not vouch for new ones.
 *
 * <p>Safe from any thread. Reading is one volatile read; every change replaces the whole status by compare-and-set. Time
 * and chance are given from outside, so the same history always leads to the same state.
 */
public final class HealthState {
    /** How many transitions are kept for display. */
    public static final int KEPT_TRANSITIONS = 16;

    private static final AtomicReferenceFieldUpdater<HealthState, HealthStatus> STATUS =
            AtomicReferenceFieldUpdater.newUpdater(HealthState.class, HealthStatus.class, "status");

    private final Backoff backoff;
    private final LongSupplier clock;
    private final DoubleSupplier random;
    private volatile HealthStatus status;

    /**
     * A target that is up until it fails.
     *
     * @param backoff how long it is left alone after a failure
     * @param clock nanoseconds that never go back, as {@link System#nanoTime()}
     * @param random draws evenly from 0 (inclusive) to 1 (exclusive); safe from any thread
     */
    public HealthState(Backoff backoff, LongSupplier clock, DoubleSupplier random) {
        this.backoff = requireNonNull(backoff, "backoff");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        status = new HealthStatus(Condition.UP, "not used yet", clock.getAsLong(), 0, 0, List.of());
    }

    /** The health as it is now, whole. */
    public HealthStatus status() {
        return status;
    }

    /** Whether the target may be used without a trial. */
    public boolean up() {
        return status.condition() == Condition.UP;
    }

    /**
     * Reports that no connection to the target could be made, by a use that is not a trial.
     *
     * @return whether this took the target out of use
     */
    public boolean connectFailed(String reason) {
        requireNonNull(reason, "reason");
        return replace(Condition.UP, was -> {
            long now = clock.getAsLong();
            return was.to(Condition.BACKING_OFF, reason, now, 1, now + delayNanos(1));
        });
    }

    /**
     * Begins a trial of a target that is backing off, whether or not its back-off has ended: how urgent the use is, only
     * the caller knows.
     *
     * @return null if the target is up, or already on trial
     */
    public @Nullable Trial tryTrial() {
        HealthStatus was = status;
        if (was.condition() != Condition.BACKING_OFF) {
            return null;
        }
        long now = clock.getAsLong();
        HealthStatus next = was.to(Condition.ON_TRIAL, was.reason(), now, was.failures(), was.retryAtNanos());
        boolean early = was.retryAtNanos() - now > 0;
        return STATUS.compareAndSet(this, was, next) ? new Trial(this, early) : null;
    }

    void trialSucceeded() {
        replace(Condition.ON_TRIAL, was -> was.to(Condition.UP, "worked again", clock.getAsLong(), 0, 0));
    }

    void trialFailed(String reason, boolean early) {
        replace(Condition.ON_TRIAL, was -> {
            long now = clock.getAsLong();
            if (early) {
                return was.to(Condition.BACKING_OFF, reason, now, was.failures(), was.retryAtNanos());
            }
            int failures = was.failures() + 1;
            return was.to(Condition.BACKING_OFF, reason, now, failures, now + delayNanos(failures));
        });
    }

    void trialAbandoned() {
        replace(
                Condition.ON_TRIAL,
                was -> was.to(
                        Condition.BACKING_OFF, was.reason(), clock.getAsLong(), was.failures(), was.retryAtNanos()));
    }

    private long delayNanos(int failures) {
        return backoff.delayNanos(failures, random.getAsDouble());
    }

    private boolean replace(Condition expected, UnaryOperator<HealthStatus> change) {
        while (true) {
            HealthStatus was = status;
            if (was.condition() != expected) {
                return false;
            }
            if (STATUS.compareAndSet(this, was, change.apply(was))) {
                return true;
            }
        }
    }
}
