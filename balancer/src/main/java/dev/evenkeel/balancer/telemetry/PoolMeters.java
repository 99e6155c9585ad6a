package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.policy.Candidate;
import dev.evenkeel.balancer.pool.Admission;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendCounters;
import dev.evenkeel.balancer.pool.BackendHealth;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.pool.PoolSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of a pool and of the backends that are in it now. */
final class PoolMeters {
    private static final String PREFIX = "evenkeel.backend.";

    private final Pool pool;
    private final MeterRegistry registry;
    private final IdentityHashMap<Backend, List<Meter>> backends = new IdentityHashMap<>();
    private @Nullable PoolSnapshot seen;

    PoolMeters(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        this.registry = registry;
        poolGauge("evenkeel.pool.queue.length", "Requests that wait for a backend with room", Pool::waiting);
        poolGauge("evenkeel.pool.requests.in.flight", "Requests that hold a backend", Pool::active);
        poolGauge(
                "evenkeel.pool.retries.in.flight",
                "Retries under way, bounded by the budget",
                p -> p.retryBudget().underWay());
        poolGauge(
                "evenkeel.pool.backends",
                "Backends in the pool",
                p -> p.snapshot().backends().size());
        poolGauge(
                "evenkeel.pool.panic",
                "1 if so many backends fail their checks that all are used",
                p -> p.admission() == Admission.ALL ? 1 : 0);
    }

    private void poolGauge(String name, String description, ToDoubleFunction<Pool> value) {
        Gauge.builder(name, pool, value)
                .description(description)
                .tag("pool", pool.name())
                .register(registry);
    }

    /** Gives every backend that came its meters, and takes those of every one that left. */
    @SuppressWarnings("ReferenceEquality") // a snapshot is replaced as a whole
    void update() {
        PoolSnapshot snapshot = pool.snapshot();
        if (snapshot == seen) {
            return;
        }
        seen = snapshot;
        removeAllBut(new HashSet<>(snapshot.backends()));
        for (Backend backend : snapshot.backends()) {
            backends.computeIfAbsent(backend, this::register);
        }
    }

    private void removeAllBut(Set<Backend> present) {
        for (Iterator<Map.Entry<Backend, List<Meter>>> i = backends.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<Backend, List<Meter>> entry = i.next();
            if (!present.contains(entry.getKey())) {
                entry.getValue().forEach(registry::remove);
                i.remove();
            }
        }
    }

    private List<Meter> register(Backend backend) {
        var meters = new BackendMeters(registry, backend, Tags.of("pool", pool.name(), "backend", backend.id()));
        meters.count("requests", "Requests given to the backend, retries included", BackendCounters::requests);
        meters.count("retries", "Requests given to the backend that had failed before", BackendCounters::retries);
        meters.count("failures", "Requests that the backend failed", BackendCounters::failures);
        meters.count("connects", "Connections made to the backend", BackendCounters::connects);
        meters.count(
                "connect.failures",
                "Connections that could not be made, or not be verified",
                BackendCounters::connectFailures);
        meters.count("connects.ahead", "Connections made ahead that requests took", BackendCounters::connectsAhead);
        meters.countVerifications("pass", BackendCounters::verificationsPassed);
        meters.countVerifications("fail", BackendCounters::verificationsFailed);
        meters.countBytes("sent", "Bytes sent to the backend", BackendCounters::bytesSent);
        meters.countBytes("received", "Bytes received from the backend", BackendCounters::bytesReceived);
        meters.show("requests.in.flight", "Requests that the backend is at work on", Backend::inFlight);
        meters.show(
                "idle.connections",
                "Open connections without a request",
                b -> b.counters().idleConnections());
        meters.show(
                "ahead.connections",
                "Connections made ahead that wait for their first request",
                b -> b.counters().aheadConnections());
        meters.show(
                "up",
                "1 if it is healthy, 0 if it is down, not checked yet or left alone because it failed",
                b -> b.health().up() ? 1 : 0);
        meters.show("weight", "Its share of the requests", Backend::weight);
        meters.show(
                "warmth",
                "The part of its weight that it has during its slow start, 1 otherwise",
                b -> b.healthDetails().warmth() / (double) Candidate.FULL_WEIGHT);
        meters.countHealth("ejections", "Times that it was left alone for failing requests", BackendHealth::ejections);
        meters.countHealth("transitions", "Changes of its health", BackendHealth::transitions);
        meters.countChecks("pass", BackendHealth::checksPassed);
        meters.countChecks("fail", BackendHealth::checksFailed);
        return meters.registered;
    }

    private static final class BackendMeters {
        private final MeterRegistry registry;
        private final Backend backend;
        private final Tags tags;
        private final List<Meter> registered = new ArrayList<>();

        BackendMeters(MeterRegistry registry, Backend backend, Tags tags) {
            this.registry = registry;
            this.backend = backend;
            this.tags = tags;
        }

        void count(String name, String description, ToDoubleFunction<BackendCounters> value) {
            registered.add(counter(name, description, value).register(registry));
        }

        void countBytes(String name, String description, ToDoubleFunction<BackendCounters> value) {
            registered.add(counter(name, description, value).baseUnit("bytes").register(registry));
        }

        void countHealth(String name, String description, ToDoubleFunction<BackendHealth> value) {
            registered.add(FunctionCounter.builder(PREFIX + name, backend.healthDetails(), value)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        void countChecks(String result, ToDoubleFunction<BackendHealth> value) {
            registered.add(FunctionCounter.builder(PREFIX + "checks", backend.healthDetails(), value)
                    .description("Checks that ended, by their result")
                    .tags(tags.and("result", result))
                    .register(registry));
        }

        void countVerifications(String result, ToDoubleFunction<BackendCounters> value) {
            registered.add(counter("verifications", "New connections asked before their use, by the result", value)
                    .tags(tags.and("result", result))
                    .register(registry));
        }

        private FunctionCounter.Builder<BackendCounters> counter(
                String name, String description, ToDoubleFunction<BackendCounters> value) {
            return FunctionCounter.builder(PREFIX + name, backend.counters(), value)
                    .description(description)
                    .tags(tags);
        }

        void show(String name, String description, ToDoubleFunction<Backend> value) {
            registered.add(Gauge.builder(PREFIX + name, backend, value)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }
    }
}
