package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.BackoffConfig;
import dev.evenkeel.balancer.config.ChecksConfig;
import dev.evenkeel.balancer.config.HealthConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.health.Backoff;
import dev.evenkeel.health.EjectionLimit;
import dev.evenkeel.health.HealthListener;
import dev.evenkeel.health.HealthRules;
import dev.evenkeel.health.HealthState;
import dev.evenkeel.health.HealthStatus;
import dev.evenkeel.health.Verdict;
import io.netty.channel.EventLoop;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The health of a pool's backends, as far as it is asked for while requests are served: who may be used, and what a failed
 * request does. What takes time, checks and log lines and the counting of all backends, is left to {@link HealthWork}, on an
 * event loop that serves no requests.
 */
final class PoolHealth {
    private final Pool pool;
    private final LongSupplier clock;
    private final EjectionLimit limit;
    private volatile HealthConfig config;
    private volatile Admission admission = Admission.UNKNOWN_TOO;
    private volatile @Nullable HealthWork work;

    PoolHealth(Pool pool, HealthConfig config, LongSupplier clock) {
        this.pool = pool;
        this.clock = clock;
        this.config = config;
        limit = new EjectionLimit(
                () -> pool.snapshot().ready(), config.passive().maxEjectedShare());
    }

    HealthConfig config() {
        return config;
    }

    /** How far the checks are believed now. */
    Admission admission() {
        return admission;
    }

    void admission(Admission next) {
        admission = next;
    }

    /** Begins to check the backends, now and in future. Called once, before the pool has any. */
    void start(EventLoop loop, Transport transport) {
        work = new HealthWork(pool, this, loop, new CheckConnector(loop, transport));
    }

    void stop() {
        HealthWork running = work;
        if (running != null) {
            running.stop();
        }
    }

    /** Takes over other settings. What is known of the backends stands. */
    void reconfigure(HealthConfig next) {
        config = next;
        limit.share(next.passive().maxEjectedShare());
        HealthWork running = work;
        if (running != null) {
            running.reconfigure();
        }
    }

    /** To be called after the pool has published other backends, or other settings of them. */
    void membersChanged(Membership change) {
        HealthWork running = work;
        if (running != null) {
            running.membersChanged(change);
        }
    }

    /** The choice follows at once, so that no request goes where it is known not to be served; the rest can wait. */
    void changed(Backend backend, HealthStatus was, HealthStatus is) {
        pool.snapshot().selection().healthChanged(backend);
        HealthWork running = work;
        if (running != null) {
            running.changed(backend, was, is);
        }
    }

    /** Whether a response of this status counts as a failure. */
    boolean isFailure(int status) {
        return config.passive().statuses().contains(status);
    }

    /** To be called before the set is published to which it belongs. */
    Backend newBackend(BackendSpec spec, Origin origin) {
        boolean joined = origin == Origin.API || !pool.snapshot().backends().isEmpty();
        BackendHealth health = new BackendHealth(this, joined);
        Backend backend = new Backend(spec, health);
        health.belongsTo(backend);
        return backend;
    }

    HealthState newState(boolean joined, HealthListener listener) {
        return new HealthState(
                rules(),
                initial(config.checks(), joined),
                limit,
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                listener);
    }

    /** If the backends are checked, this one is from here on like one that joined. */
    void beginAnew(HealthState state) {
        ChecksConfig checks = config.checks();
        if (checks != null) {
            state.beginAnew(initial(checks, true));
        }
    }

    /** In a pool at work nobody depends on one that comes, so it is not used before it passed a check unless that is told. */
    private static Verdict initial(@Nullable ChecksConfig checks, boolean joined) {
        if (checks == null) {
            return Verdict.UNCHECKED;
        }
        return switch (checks.initial()) {
            case UP -> Verdict.UNCHECKED;
            case DOWN -> Verdict.AWAITED;
            case UNKNOWN -> joined ? Verdict.AWAITED : Verdict.UNKNOWN;
        };
    }

    HealthRules rules() {
        HealthConfig now = config;
        ChecksConfig checks = now.checks();
        return new HealthRules(
                checks == null ? 1 : checks.rise(),
                checks == null ? 1 : checks.fall(),
                backoff(now.backoff()),
                now.passive().consecutiveFailures(),
                backoff(now.passive().ejectTime()));
    }

    private static Backoff backoff(BackoffConfig backoff) {
        return new Backoff(backoff.initial(), backoff.max());
    }
}
