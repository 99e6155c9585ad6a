package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The judgement on one target, drawn from what its checks find and from what those who use it report. The two are kept
 * apart, and the target is up if both find it good.
 *
 * <p>The checks turn the verdict: {@code fall} failures in a row make the target down, {@code rise} passes in a row make it
 * good again. The first result of a target of which nothing is known decides alone. One that is awaited is kept apart from
 * those that were up and fail, however many checks it fails.
 *
 * <p>The uses move the trust:
 *
 * <pre>
 *      connectFailed, failed too often      tryTrial
 *   FULL ------------------> BACKING_OFF ------------------> ON_TRIAL
 *     ^                       |      ^    failed, abandoned    |  |
 *     |   a check passed,     |      +-------------------------+  |
 *     |   the time being over |                                   |
 *     +-----------------------+-----------------------------------+
 *                                         succeeded
 * </pre>
 *
 * <p>The first failed use after an ejection, if none went well in between, is an ejection again, however many are allowed.
 *
 * <p>Of the uses only a trial leads out of the back-off, and there is one trial at a time. So uses that began before the
 * target failed change nothing when they end: a burst of refused connections counts once, and an old connection that still
 * answers does not vouch for new ones. A check that passes leads out of it once its time is over; so does the turn of the
 * verdict from bad to good at any time, unless the target was ejected: it passed its checks when it was. Still only a use that
 * goes well shows that connections are accepted, so until then each back-off is twice as long as the one before.
 *
 * <p>Safe from any thread. Reading is one volatile read; every change replaces the whole status by compare-and-set. Time
 * and chance are given from outside, so the same history always leads to the same state.
 */
public final class HealthState {
    /** How many transitions are kept for display. */
    public static final int KEPT_TRANSITIONS = 16;

    private static final AtomicReferenceFieldUpdater<HealthState, HealthStatus> STATUS =
            AtomicReferenceFieldUpdater.newUpdater(HealthState.class, HealthStatus.class, "status");

    private final EjectionLimit limit;
    private final LongSupplier clock;
    private final DoubleSupplier random;
    private final HealthListener listener;

    /** Failed uses since the last good one. */
    private final AtomicInteger streak = new AtomicInteger();

    private volatile HealthRules rules;
    private volatile HealthStatus status;
    private volatile boolean retired;

    /**
     * A target of which neither checks nor uses are known.
     *
     * @param initial what it is taken for until its first check ends
     * @param limit shared by the targets that stand in for each other
     * @param clock nanoseconds that never go back, as {@link System#nanoTime()}
     * @param random draws evenly from 0 (inclusive) to 1 (exclusive); safe from any thread
     */
    public HealthState(
            HealthRules rules,
            Verdict initial,
            EjectionLimit limit,
            LongSupplier clock,
            DoubleSupplier random,
            HealthListener listener) {
        this.rules = requireNonNull(rules, "rules");
        this.limit = requireNonNull(limit, "limit");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.listener = requireNonNull(listener, "listener");
        String reason = nothingKnown(initial);
        status = new HealthStatus(
                new Judgement(initial, 0), Standing.full(reason), Ejections.NONE, reason, clock.getAsLong(), List.of());
    }

    private static String nothingKnown(Verdict initial) {
        return initial == Verdict.UNCHECKED ? "not used yet" : "not checked yet";
    }

    /**
     * Forgets what is known of a target that was neither checked nor used for a while, save the transitions.
     *
     * @param initial what it is taken for until its next check ends
     */
    public void beginAnew(Verdict initial) {
        String reason = nothingKnown(initial);
        streak.set(0);
        replace(
                reason,
                (was, now) -> was.judged(new Judgement(initial, 0)).ejected(Ejections.NONE, Standing.full(reason)));
    }

    /** The health as it is now, whole. */
    public HealthStatus status() {
        return status;
    }

    /** Whether the target may be used without a trial. */
    public boolean up() {
        return status.condition() == Condition.UP;
    }

    /** Judges by other rules from now on. What was found so far stands. */
    public void rules(HealthRules changed) {
        rules = requireNonNull(changed, "changed");
    }

    // Checks

    /** Reports how a check ended. */
    public void checked(boolean passed, String reason) {
        requireNonNull(reason, "reason");
        replace(reason, (was, now) -> {
            Judgement judgement = was.judgement().after(passed, rules);
            HealthStatus next = judgement.equals(was.judgement()) ? was : was.judged(judgement);
            return passed && redeemed(was, judgement, now)
                    ? next.standing(was.standing().restored(reason))
                    : next;
        });
    }

    private static boolean redeemed(HealthStatus was, Judgement judgement, long now) {
        Standing standing = was.standing();
        boolean recovered = was.judgement().verdict() == Verdict.FAILED && judgement.verdict() == Verdict.PASSED;
        return standing.trust() == Trust.BACKING_OFF && (standing.dueAt(now) || (recovered && !standing.ejected()));
    }

    /** Forgets what the checks said, for there are none any more. */
    public void unchecked() {
        replace(
                "no longer checked",
                (was, now) -> was.judgement().verdict() == Verdict.UNCHECKED
                        ? was
                        : was.judged(new Judgement(Verdict.UNCHECKED, 0)));
    }

    // Uses

    /**
     * Reports that no connection to the target could be made, by a use that is not a trial.
     *
     * @return whether this took the target out of use
     */
    public boolean connectFailed(String reason) {
        requireNonNull(reason, "reason");
        return replace(reason, (was, now) -> {
            Standing standing = was.standing();
            if (standing.trust() != Trust.FULL) {
                return was;
            }
            long delay = rules.backoff().delayNanos(standing.failures() + 1, random.getAsDouble());
            return was.standing(standing.longer(reason, now + delay));
        });
    }

    /** Reports a use that went well, and was not a trial. */
    public void succeeded() {
        if (streak.get() != 0) {
            streak.set(0);
        }
        Standing standing = status.standing();
        if (standing.failures() != 0 && standing.trust() == Trust.FULL) {
            replace(
                    "worked again",
                    (was, now) -> was.standing().trust() == Trust.FULL
                            ? was.standing(Standing.full(was.standing().reason()))
                            : was);
        }
    }

    /**
     * Reports a use that failed on a connection that had been made, and was not a trial.
     *
     * @return whether this took the target out of use
     */
    public boolean failed(String reason) {
        requireNonNull(reason, "reason");
        int failures = streak.incrementAndGet();
        return failures >= rules.consecutiveFailures()
                && eject(failures + " failures in a row, the last one: " + reason);
    }

    /**
     * Ejects the target: leaves it alone for a time that grows with repetition. Does nothing if it is left alone already,
     * or if too many others are ejected.
     *
     * @return whether this took the target out of use
     */
    public boolean eject(String reason) {
        requireNonNull(reason, "reason");
        if (status.standing().trust() != Trust.FULL || !limit.tryAcquire()) {
            return false;
        }
        boolean ejected = replace(reason, (was, now) -> {
            if (was.standing().trust() != Trust.FULL) {
                return was;
            }
            Ejections ejections = was.ejections().next(rules.ejection(), now, random.getAsDouble());
            return was.ejected(ejections, new Standing(Trust.BACKING_OFF, reason, 1, ejections.endNanos(), true));
        });
        if (!ejected) {
            limit.release();
        } else if (retired) {
            retire();
        }
        return ejected;
    }

    /**
     * Begins a trial of a target that is backing off, whether or not its back-off has ended: how urgent the use is, only
     * the caller knows.
     *
     * @return null if the target is in full trust, or already on trial
     */
    public @Nullable Trial tryTrial() {
        HealthStatus was = status;
        if (was.standing().trust() != Trust.BACKING_OFF) {
            return null;
        }
        long now = clock.getAsLong();
        HealthStatus next = was.standing(was.standing().onTrial()).after(was, was.reason(), now);
        if (!STATUS.compareAndSet(this, was, next)) {
            return null;
        }
        listener.changed(was, next);
        return new Trial(this, !was.standing().dueAt(now));
    }

    /** After an ejection it is on probation: a trial may end well with more to come, such as the rest of a response. */
    void trialSucceeded() {
        boolean ejected = status.standing().ejected();
        replaceOnTrial("worked again", (was, now) -> was.standing(Standing.full("worked again")));
        int allowed = rules.consecutiveFailures();
        if (ejected && allowed != HealthRules.NEVER) {
            streak.set(allowed - 1);
        }
    }

    void trialFailed(String reason, boolean early) {
        replaceOnTrial(reason, (was, now) -> {
            Standing standing = was.standing();
            if (early) {
                return was.standing(standing.backAgain(reason));
            }
            if (standing.ejected()) {
                Ejections ejections = was.ejections().next(rules.ejection(), now, random.getAsDouble());
                return was.ejected(ejections, standing.longer(reason, ejections.endNanos()));
            }
            long delay = rules.backoff().delayNanos(standing.failures() + 1, random.getAsDouble());
            return was.standing(standing.longer(reason, now + delay));
        });
    }

    void trialAbandoned() {
        replaceOnTrial(
                "not decided",
                (was, now) ->
                        was.standing(was.standing().backAgain(was.standing().reason())));
    }

    /**
     * Gives back what the target holds of the limit, since it does not stand in for the others now. It is left alone as long
     * as before.
     */
    public void withdraw() {
        replace("withdrawn", (was, now) -> was.standing(was.standing().notEjected()));
    }

    /** Gives back what the target holds of the limit: to be called when it is used and checked no more. */
    public void retire() {
        retired = true;
        replace("retired", (was, now) -> was.standing(Standing.full("retired")));
    }

    private void replaceOnTrial(String reason, Change change) {
        replace(reason, (was, now) -> was.standing().trust() == Trust.ON_TRIAL ? change.of(was, now) : was);
    }

    /** The status that follows another, which itself means that nothing changes. */
    private interface Change {
        HealthStatus of(HealthStatus was, long now);
    }

    private boolean replace(String reason, Change change) {
        while (true) {
            HealthStatus was = status;
            long now = clock.getAsLong();
            HealthStatus changed = change.of(was, now);
            if (changed.equals(was)) {
                return false;
            }
            HealthStatus next = changed.after(was, reason, now);
            if (STATUS.compareAndSet(this, was, next)) {
                changed(was, next);
                return true;
            }
        }
    }

    private void changed(HealthStatus was, HealthStatus next) {
        if (next.standing().trust() == Trust.FULL && was.standing().trust() != Trust.FULL) {
            streak.set(0);
        }
        if (was.standing().ejected() && !next.standing().ejected()) {
            limit.release();
        }
        if (!next.sameTrustAndVerdict(was)) {
            listener.changed(was, next);
        }
    }
}
