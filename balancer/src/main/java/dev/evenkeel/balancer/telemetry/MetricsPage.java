package dev.evenkeel.balancer.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All figures of the daemon as a page for Prometheus. Every meter reads a counter that is kept anyway, so what is measured
 * costs the same whether or not anybody looks.
 *
 * <p>Before each page, a way for requests to end that has happened gets its meters; the figures of pools and backends are
 * those of the ones that there are now. Not safe for use by several threads.
 */
public final class MetricsPage implements AutoCloseable {
    private static final String PLAIN_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final Metrics metrics;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMeters process;
    private final Map<ListenerStats, ListenerMeters> listeners = new HashMap<>();

    /**
     * Registers the meters.
     *
     * @param accessLog null if there is none
     * @param openConnections the open connections of each listener, by its name
     */
    public MetricsPage(
            DaemonInfo info,
            Metrics metrics,
            @Nullable AccessLog accessLog,
            Map<String, ? extends IntSupplier> openConnections) {
        this.metrics = requireNonNull(metrics, "metrics");
        process = new ProcessMeters(requireNonNull(info, "info"), registry);
        if (accessLog != null) {
            register(accessLog);
        }
        openConnections.forEach(this::registerConnections);
        var prometheus = registry.getPrometheusRegistry();
        prometheus.register(new PoolCollector(
                () -> metrics.pools().stream().map(PoolStats::pool).toList()));
        prometheus.register(new HistogramCollector(
                "evenkeel_request_duration_seconds",
                "From the first byte of a request to the end of its exchange",
                "listener",
                histograms -> metrics.listeners().forEach(l -> histograms.accept(l.name(), l.durations()))));
        prometheus.register(new HistogramCollector(
                "evenkeel_pool_first_byte_seconds",
                "From the choice of a backend to the head of its response",
                "pool",
                histograms ->
                        metrics.pools().forEach(p -> histograms.accept(p.pool().name(), p.all()))));
    }

    /** The type of the page that a client with this {@code Accept} field gets. */
    public static String contentType(@Nullable String accept) {
        return accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : PLAIN_TEXT;
    }

    /** Makes the page. Takes some milliseconds with hundreds of backends: not for an event loop that serves clients. */
    public String render(String contentType) {
        for (ListenerStats listener : metrics.listeners()) {
            listeners
                    .computeIfAbsent(listener, added -> new ListenerMeters(added, registry))
                    .update();
        }
        return registry.scrape(contentType);
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }

    private void registerConnections(String listener, IntSupplier open) {
        Gauge.builder("evenkeel.connections", open, IntSupplier::getAsInt)
                .description("Open connections of clients")
                .tag("listener", listener)
                .strongReference(true)
                .register(registry);
    }

    private void register(AccessLog log) {
        FunctionCounter.builder("evenkeel.access.log.lines", log, AccessLog::lines)
                .description("Lines taken for the access log")
                .register(registry);
        FunctionCounter.builder("evenkeel.access.log.dropped.lines", log, AccessLog::dropped)
                .description("Lines dropped because the access log's queue was full")
                .register(registry);
        FunctionCounter.builder("evenkeel.access.log.write.errors", log, AccessLog::writeErrors)
                .description("Failures to write or open the access log's file")
                .register(registry);
        Gauge.builder("evenkeel.access.log.queue", log, AccessLog::queuedBytes)
                .description("Bytes of lines that wait to be written")
                .baseUnit("bytes")
                .register(registry);
    }
}
