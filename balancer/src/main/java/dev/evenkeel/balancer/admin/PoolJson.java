package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.pool.Admission;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendCounters;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.telemetry.LatencySnapshot;
import dev.evenkeel.balancer.telemetry.Metrics;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Pools and backends as JSON: with {@code live}, what they are doing too, else only what can be set. */
final class PoolJson {
    private final AdminView view;

    PoolJson(AdminView view) {
        this.view = view;
    }

    ObjectNode all(boolean live) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode pools = all.putArray("pools");
        view.pools().forEach(pool -> pools.add(one(pool, live)));
        return all;
    }

    ObjectNode one(Pool pool, boolean live) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", pool.name());
        node.put("policy", pool.config().policy().name());
        node.put("keep-alive", pool.config().upstream().keepAlive().enabled());
        ObjectNode queue = node.putObject("queue");
        queue.put("length", pool.config().queue().length());
        queue.put("timeout-ms", pool.config().queue().timeout().toMillis());
        if (live) {
            addLive(node, queue, pool);
        }
        ArrayNode backends = node.putArray("backends");
        for (Backend backend : pool.snapshot().backends()) {
            backends.add(backend(pool, backend, live));
        }
        return node;
    }

    private void addLive(ObjectNode node, ObjectNode queue, Pool pool) {
        queue.put("waiting", pool.waiting());
        node.put("in-flight", pool.active());
        node.put("panic", pool.admission() == Admission.ALL);
        node.put("retries-in-flight", pool.retryBudget().underWay());
        String problem = pool.discoveryProblem();
        if (problem != null) {
            node.put("discovery-problem", problem);
        }
        addLatency(node, metrics().recentFirstByte(pool));
    }

    ObjectNode backend(Pool pool, Backend backend, boolean live) {
        SocketAddress checkAddress = backend.checkAddress();
        ObjectNode node = addressed(
                backend.id(),
                AddressText.of(backend.address()),
                checkAddress == null ? null : AddressText.of(checkAddress));
        putSettings(node, backend.weight(), backend.maxConnections(), backend.backup(), backend.state());
        if (live) {
            node.set("health", HealthJson.of(backend));
            node.put("in-flight", backend.inFlight());
            node.put("idle-connections", backend.counters().idleConnections());
            node.put("ahead-connections", backend.counters().aheadConnections());
            node.set("totals", totals(backend.counters()));
            addLatency(node, metrics().recentFirstByte(pool, backend.id()));
        }
        return node;
    }

    /** An entry with a host name, which stands for all addresses of that. */
    ObjectNode entry(Pool pool, BackendConfig entry, boolean live) {
        Address checkAddress = entry.endpoints().checks();
        ObjectNode node = addressed(
                entry.name(), entry.address().toString(), checkAddress == null ? null : checkAddress.toString());
        putSettings(node, entry.weight(), entry.maxConnections(), entry.backup(), entry.state());
        if (live) {
            List<Backend> backends = pool.named(entry.name());
            ArrayNode ids = node.putArray("backends");
            backends.forEach(backend -> ids.add(backend.id()));
            if (backends.isEmpty()) {
                node.put("note", "Its addresses are being looked up; each will be a backend of the pool.");
            }
            node.put("in-flight", sum(backends, Backend::inFlight));
            node.put(
                    "idle-connections",
                    sum(backends, backend -> backend.counters().idleConnections()));
            node.put(
                    "ahead-connections",
                    sum(backends, backend -> backend.counters().aheadConnections()));
        }
        return node;
    }

    private static ObjectNode addressed(String id, String address, @Nullable String checkAddress) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id);
        node.put("address", address);
        if (checkAddress != null) {
            node.put("check-address", checkAddress);
        }
        return node;
    }

    private static void putSettings(ObjectNode node, int weight, int maxConnections, boolean backup, Enum<?> state) {
        node.put("weight", weight);
        putMaxConnections(node, maxConnections);
        node.put("backup", backup);
        node.put("state", lower(state));
    }

    private static long sum(List<Backend> backends, ToLongFunction<Backend> number) {
        return backends.stream().mapToLong(number).sum();
    }

    static void putMaxConnections(ObjectNode node, int maxConnections) {
        if (maxConnections == Integer.MAX_VALUE) {
            node.put("max-connections", "unlimited");
        } else {
            node.put("max-connections", maxConnections);
        }
    }

    private static ObjectNode totals(BackendCounters counters) {
        ObjectNode totals = JsonNodeFactory.instance.objectNode();
        totals.put("requests", counters.requests());
        totals.put("retries", counters.retries());
        totals.put("failures", counters.failures());
        totals.put("connects", counters.connects());
        totals.put("connect-failures", counters.connectFailures());
        totals.put("connects-ahead", counters.connectsAhead());
        totals.put("verifications-passed", counters.verificationsPassed());
        totals.put("verifications-failed", counters.verificationsFailed());
        totals.put("bytes-sent", counters.bytesSent());
        totals.put("bytes-received", counters.bytesReceived());
        return totals;
    }

    private static void addLatency(ObjectNode node, @Nullable LatencySnapshot recent) {
        if (recent == null || recent.count() == 0) {
            return;
        }
        ObjectNode latency = node.putObject("first-byte");
        latency.put("count", recent.count());
        latency.put("mean-us", micros(recent.sumNanos() / recent.count()));
        latency.put("p50-us", micros(recent.quantileNanos(0.5)));
        latency.put("p90-us", micros(recent.quantileNanos(0.9)));
        latency.put("p99-us", micros(recent.quantileNanos(0.99)));
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Metrics metrics() {
        return view.telemetry().metrics();
    }
}
