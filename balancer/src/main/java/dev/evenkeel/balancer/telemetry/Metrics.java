package dev.evenkeel.balancer.telemetry;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.exchange.ExchangeListener;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.pool.Pool;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts exchanges: how they ended, how many bytes they moved and how long they took.
 *
 * <p>Every event loop counts in cells of its own, without locks, shared cache lines or garbage; whoever wants a figure
 * adds the cells up. {@link MetricsPage} shows it all to Prometheus. Safe from any thread.
 */
public final class Metrics {
    private final int loops;
    private final Map<String, PoolStats> pools = new ConcurrentHashMap<>();
    private final Map<String, ListenerStats> listeners = new ConcurrentHashMap<>();

    /** Counts for this number of event loops, which are told apart by their numbers, from 0. */
    public Metrics(int loops) {
        if (loops < 1) {
            throw new IllegalArgumentException("loops: " + loops + " (expected: 1 or more)");
        }
        this.loops = loops;
    }

    /** Counts for the backends of a pool too; to be called before its first request. */
    public void add(Pool pool) {
        pools.put(pool.name(), new PoolStats(pool, loops));
    }

    /** Counts no more for a pool that no request uses any more. */
    public void remove(Pool pool) {
        pools.remove(pool.name());
    }

    /** Returns what counts the exchanges of the listener of this name. */
    public ExchangeListener listener(String name) {
        return listeners.computeIfAbsent(requireNonNull(name, "name"), added -> new ListenerStats(added, pools, loops));
    }

    /** How many exchanges ended in each way, those that did not happen left out. */
    public Map<Outcome, Long> requests() {
        var requests = new EnumMap<Outcome, Long>(Outcome.class);
        for (ListenerStats listener : listeners.values()) {
            for (ServiceStats service : listener.services()) {
                addTo(requests, service);
            }
        }
        return requests;
    }

    private static void addTo(Map<Outcome, Long> requests, ServiceStats service) {
        for (Outcome outcome : Outcome.values()) {
            long count = 0;
            for (int statusClass = 0; statusClass < ServiceStats.CLASSES; statusClass++) {
                count += service.requests(outcome, statusClass);
            }
            if (count > 0) {
                requests.merge(outcome, count, Long::sum);
            }
        }
    }

    /**
     * How long a backend took lately to begin its answers, from the choice of the backend on: since one to two
     * {@link #turn turns}.
     *
     * @return null if none of its answers was ever counted
     */
    public @Nullable LatencySnapshot recentFirstByte(Pool pool, String backend) {
        PoolStats stats = pools.get(pool.name());
        Latencies latencies = stats == null ? null : stats.of(backend);
        return latencies == null ? null : latencies.recent();
    }

    /** How long the backends of a pool took lately to begin their answers, as {@link #recentFirstByte(Pool, String)}. */
    public @Nullable LatencySnapshot recentFirstByte(Pool pool) {
        PoolStats stats = pools.get(pool.name());
        return stats == null ? null : stats.all().recent();
    }

    /** Lets what is older than the last call fall out of what is recent; to be called at regular intervals. */
    public void turn() {
        pools.values().forEach(PoolStats::turn);
    }

    int loops() {
        return loops;
    }

    Collection<PoolStats> pools() {
        return pools.values();
    }

    Collection<ListenerStats> listeners() {
        return listeners.values();
    }
}
