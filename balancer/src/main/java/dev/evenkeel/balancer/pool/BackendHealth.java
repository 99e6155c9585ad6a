package dev.evenkeel.balancer.pool;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.policy.Candidate;
import dev.evenkeel.health.FailureWindow;
import dev.evenkeel.health.HealthState;
import dev.evenkeel.health.HealthStatus;
import dev.evenkeel.health.Trust;
import dev.evenkeel.health.check.Watch;
import org.jspecify.annotations.Nullable;

/** All that belongs to the health of one backend in its pool. Safe from any thread, save what says otherwise. */
public final class BackendHealth {
    private final PoolHealth pool;
    private final boolean joined;
    private final HealthState state;
    private volatile int warmth = Candidate.FULL_WEIGHT;
    private volatile Checks checks = new Checks(0, 0, null);
    private @Nullable Backend backend;

    /** Only for the loop of the pool's health. */
    final FailureWindow window = new FailureWindow();

    /**
     * @param joined whether the pool was at work when this one came: it had backends already, or somebody added this by hand
     */
    BackendHealth(PoolHealth pool, boolean joined) {
        this.pool = pool;
        this.joined = joined;
        state = pool.newState(joined, this::changed);
    }

    /** To be called once, before the backend is known to anybody. */
    void belongsTo(Backend owner) {
        backend = owner;
    }

    private void changed(HealthStatus was, HealthStatus is) {
        Backend owner = requireNonNull(backend, "backend");
        if (is.isNewsAfter(was)) {
            owner.counters().conditionChanged();
        }
        if (is.isEjectionAfter(was)) {
            owner.counters().ejected();
        }
        pool.changed(owner, was, is);
    }

    /** Whether the pool was at work when this one came. */
    boolean joined() {
        return joined;
    }

    HealthState state() {
        return state;
    }

    /** To be called before the backend takes requests again, after a time in which it was not checked. */
    void beginAnew() {
        pool.beginAnew(state);
    }

    /** Whether the backend may be used without a trial. */
    boolean usable() {
        HealthStatus status = state.status();
        return status.standing().trust() == Trust.FULL
                && pool.admission().admits(status.judgement().verdict());
    }

    /** Whether a use may find out if the backend works again. */
    boolean triable() {
        HealthStatus status = state.status();
        return status.standing().trust() == Trust.BACKING_OFF
                && pool.admission().admits(status.judgement().verdict());
    }

    /** How much of its weight the backend has, in tenths: less than all during its slow start. */
    public int warmth() {
        return warmth;
    }

    void warmth(int tenths) {
        warmth = tenths;
    }

    /** Checks that passed since the backend came into its pool, those of earlier settings included. */
    public long checksPassed() {
        return checks.allPassed();
    }

    /** Checks that failed, as {@link #checksPassed}. */
    public long checksFailed() {
        return checks.allFailed();
    }

    /** The checks of the backend; null if it is not checked. */
    public @Nullable Watch watch() {
        return checks.watch();
    }

    /** Only for the loop of the pool's health. */
    void watch(@Nullable Watch next) {
        checks = new Checks(checksPassed(), checksFailed(), next);
    }

    /** The watch of now, and the results of those before it. */
    private record Checks(
            long passed, long failed, @Nullable Watch watch) {
        long allPassed() {
            return passed + (watch == null ? 0 : watch.passes());
        }

        long allFailed() {
            return failed + (watch == null ? 0 : watch.failures());
        }
    }
}
