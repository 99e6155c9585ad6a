package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.policy.Candidate;
import dev.evenkeel.balancer.pool.Admission;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendCounters;
import dev.evenkeel.balancer.pool.Pool;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The figures of the pools and of the backends that are in them now. They are read when a page is made and nothing is kept
 * for the next: a Micrometer meter for each figure of each backend would be a fifth of a million objects with ten thousand
 * backends, and would have to be taken back for each one that leaves.
 */
final class PoolCollector implements MultiCollector {
    private final Supplier<List<Pool>> pools;

    /**
     * @param pools those that there are now
     */
    PoolCollector(Supplier<List<Pool>> pools) {
        this.pools = pools;
    }

    @Override
    public MetricSnapshots collect() {
        return new Page(pools.get()).snapshots();
    }

    /** A backend, and the labels that its figures have. */
    private record Member(Backend backend, Labels labels, Labels passed, Labels failed) {
        private static Member of(Pool pool, Backend backend) {
            Labels labels = Labels.of("backend", backend.id(), "pool", pool.name());
            return new Member(backend, labels, labels.add("result", "pass"), labels.add("result", "fail"));
        }
    }

    /** What one page shows. */
    private static final class Page {
        private final List<Pool> pools;
        private final List<Member> members = new ArrayList<>();
        private final MetricSnapshots.Builder metrics = MetricSnapshots.builder();

        Page(List<Pool> pools) {
            this.pools = pools;
            for (Pool pool : pools) {
                pool.snapshot().backends().forEach(backend -> members.add(Member.of(pool, backend)));
            }
        }

        MetricSnapshots snapshots() {
            addPools();
            addTraffic();
            addConnections();
            addHealth();
            return metrics.build();
        }

        private void addPools() {
            pool("queue_length", "Requests that wait for a backend with room", Pool::waiting);
            pool("requests_in_flight", "Requests that hold a backend", Pool::active);
            pool(
                    "retries_in_flight",
                    "Retries under way, bounded by the budget",
                    p -> p.retryBudget().underWay());
            pool(
                    "backends",
                    "Backends in the pool",
                    p -> p.snapshot().backends().size());
            pool(
                    "panic",
                    "1 if so many backends fail their checks that all are used",
                    p -> p.admission() == Admission.ALL ? 1 : 0);
        }

        private void addTraffic() {
            count("requests", "Requests given to the backend, retries included", BackendCounters::requests);
            count("retries", "Requests given to the backend that had failed before", BackendCounters::retries);
            count("failures", "Requests that the backend failed", BackendCounters::failures);
            count("sent_bytes", "Bytes sent to the backend", BackendCounters::bytesSent);
            count("received_bytes", "Bytes received from the backend", BackendCounters::bytesReceived);
            show("requests_in_flight", "Requests that the backend is at work on", Backend::inFlight);
        }

        private void addConnections() {
            count("connects", "Connections made to the backend", BackendCounters::connects);
            count(
                    "connect_failures",
                    "Connections that could not be made, or not be verified",
                    BackendCounters::connectFailures);
            count("connects_ahead", "Connections made ahead that requests took", BackendCounters::connectsAhead);
            countResults(
                    "verifications",
                    "New connections asked before their use, by the result",
                    backend -> backend.counters().verificationsPassed(),
                    backend -> backend.counters().verificationsFailed());
            show(
                    "idle_connections",
                    "Open connections without a request",
                    b -> b.counters().idleConnections());
            show(
                    "ahead_connections",
                    "Connections made ahead that wait for their first request",
                    b -> b.counters().aheadConnections());
        }

        private void addHealth() {
            show(
                    "up",
                    "1 if it is healthy, 0 if it is down, not checked yet or left alone because it failed",
                    b -> b.health().up() ? 1 : 0);
            show("weight", "Its share of the requests", Backend::weight);
            show(
                    "warmth",
                    "The part of its weight that it has during its slow start, 1 otherwise",
                    b -> b.healthDetails().warmth() / (double) Candidate.FULL_WEIGHT);
            count("ejections", "Times that it was left alone for failing requests", BackendCounters::ejections);
            count("transitions", "Changes of its health", BackendCounters::transitions);
            countResults(
                    "checks",
                    "Checks that ended, by their result",
                    backend -> backend.healthDetails().checksPassed(),
                    backend -> backend.healthDetails().checksFailed());
        }

        private void pool(String name, String help, ToDoubleFunction<Pool> value) {
            var gauge = GaugeSnapshot.builder().name("evenkeel_pool_" + name).help(help);
            for (Pool pool : pools) {
                gauge.dataPoint(gauge(Labels.of("pool", pool.name()), value.applyAsDouble(pool)));
            }
            metrics.metricSnapshot(gauge.build());
        }

        private void show(String name, String help, ToDoubleFunction<Backend> value) {
            var gauge = GaugeSnapshot.builder().name("evenkeel_backend_" + name).help(help);
            for (Member member : members) {
                gauge.dataPoint(gauge(member.labels(), value.applyAsDouble(member.backend())));
            }
            metrics.metricSnapshot(gauge.build());
        }

        private void count(String name, String help, ToLongFunction<BackendCounters> value) {
            var counter =
                    CounterSnapshot.builder().name("evenkeel_backend_" + name).help(help);
            for (Member member : members) {
                counter.dataPoint(counter(
                        member.labels(), value.applyAsLong(member.backend().counters())));
            }
            metrics.metricSnapshot(counter.build());
        }

        private void countResults(
                String name, String help, ToLongFunction<Backend> passed, ToLongFunction<Backend> failed) {
            var counter =
                    CounterSnapshot.builder().name("evenkeel_backend_" + name).help(help);
            for (Member member : members) {
                counter.dataPoint(counter(member.passed(), passed.applyAsLong(member.backend())));
                counter.dataPoint(counter(member.failed(), failed.applyAsLong(member.backend())));
            }
            metrics.metricSnapshot(counter.build());
        }

        private static GaugeDataPointSnapshot gauge(Labels labels, double value) {
            return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
        }

        private static CounterDataPointSnapshot counter(Labels labels, long value) {
            return CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) value)
                    .build();
        }
    }
}
