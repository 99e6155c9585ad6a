package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.HealthConfig;
import dev.evenkeel.health.Condition;
import dev.evenkeel.health.HealthStatus;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.health.check.Watch;
import io.netty.channel.EventLoop;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for the health of a pool's backends aside from requests, on an event loop that serves none: checks begin and
 * end with the backends, each transition is logged, and it is decided how far the checks are believed.
 *
 * <p>The methods called from elsewhere only hand over; all else happens on the loop.
 */
final class HealthWork {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWork.class);

    private final Pool pool;
    private final PoolHealth health;
    private final EventLoop loop;
    private final PoolChecks checks;
    private final FailureRatios ratios;
    private final SlowStart slowStart;
    private final Set<Backend> members = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AdmissionTally tally = new AdmissionTally();

    HealthWork(Pool pool, PoolHealth health, EventLoop loop, CheckConnector connector) {
        this.pool = pool;
        this.health = health;
        this.loop = loop;
        checks = new PoolChecks(loop, connector);
        ratios = new FailureRatios(loop, members);
        slowStart = new SlowStart(pool, loop);
        reconfigure();
    }

    /** Backends came, or took over new settings, and others left. */
    void membersChanged(Membership change) {
        List<Backend> came = change.came();
        List<Backend> altered = change.altered();
        List<Backend> left = change.left();
        later(() -> {
            came.forEach(this::follow);
            altered.forEach(this::follow);
            left.forEach(this::leave);
            admit();
        });
    }

    void changed(Backend backend, HealthStatus was, HealthStatus is) {
        later(() -> transition(backend, was, is));
    }

    void reconfigure() {
        later(() -> {
            HealthConfig config = health.config();
            members.forEach(member -> member.health().rules(health.rules()));
            checks.reconfigure(config.checks(), members);
            ratios.reconfigure(config.passive().ratio());
            slowStart.duration(config.slowStart());
            members.forEach(tally::count);
            admit();
        });
    }

    void stop() {
        later(() -> {
            checks.stop(members);
            ratios.stop();
        });
    }

    private void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException loopIsGone) {
            LOG.debug("The health of pool {} is no longer looked after", pool.name());
        }
    }

    private void follow(Backend backend) {
        tally.count(backend);
        if (!members.add(backend)) {
            checks.follow(backend);
            return;
        }
        backend.health().rules(health.rules());
        checks.add(backend);
        if (backend.healthDetails().joined() && backend.health().up()) {
            slowStart.begin(backend);
        }
    }

    private void leave(Backend backend) {
        members.remove(backend);
        tally.forget(backend);
        checks.remove(backend);
        backend.health().retire();
    }

    private void transition(Backend backend, HealthStatus was, HealthStatus is) {
        if (backend.retired()) {
            return;
        }
        if (!members.contains(backend)) {
            follow(backend); // a request may be faster than the word that its backend was added
        }
        pool.healthChanged(backend);
        if (is.isNewsAfter(was)) {
            log(backend, was, is);
        }
        pool.events().transition(backend, was, is);
        if (backend.health().up() && was.condition() != Condition.UP) {
            backend.healthDetails().window.restart();
            slowStart.begin(backend);
        }
        checkSoon(backend, is);
        tally.count(backend);
        admit();
    }

    private void checkSoon(Backend backend, HealthStatus is) {
        Watch watch = backend.healthDetails().watch();
        if (is.judgement().verdict() == Verdict.AWAITED) {
            checks.restart(backend);
        } else if (watch != null && is.inDoubt()) {
            watch.hurry();
        }
    }

    private void log(Backend backend, HealthStatus was, HealthStatus is) {
        if (is.condition() == Condition.UP) {
            LOG.info("Backend {} of pool {} is up: {}", backend, pool.name(), is.reason());
        } else if (is.judgement().verdict() == Verdict.AWAITED) {
            LOG.info("Backend {} of pool {} has to pass a check first: {}", backend, pool.name(), is.reason());
        } else if (is.condition() == Condition.DOWN) {
            LOG.warn("Backend {} of pool {} is down: {}", backend, pool.name(), is.reason());
        } else if (is.isEjectionAfter(was)) {
            LOG.warn("Backend {} of pool {} is ejected: {}", backend, pool.name(), is.reason());
        } else if (was.condition() == Condition.UP || was.condition() == Condition.UNKNOWN) {
            LOG.warn("Backend {} of pool {} is left alone: {}", backend, pool.name(), is.reason());
        } else {
            LOG.debug("Backend {} of pool {} is {}: {}", backend, pool.name(), is.condition(), is.reason());
        }
    }

    private void admit() {
        Admission was = health.admission();
        Admission next = tally.result(health.config().panicThreshold());
        if (next == was) {
            return;
        }
        health.admission(next);
        if (next == Admission.ALL) {
            LOG.warn("Pool {} panics: too many backends fail their checks, so all are used", pool.name());
            pool.events().panicBegun();
        } else if (was == Admission.ALL) {
            LOG.info("Pool {} panics no longer: enough backends pass their checks", pool.name());
            pool.events().panicEnded();
        }
        pool.admissionChanged();
    }
}
