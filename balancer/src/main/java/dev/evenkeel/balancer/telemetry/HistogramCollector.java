package dev.evenkeel.balancer.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Shows {@link Latencies} as one histogram of Prometheus, since Micrometer has no meter that reads buckets counted
 * elsewhere, and its own timers cost the event loop many times as much as a cell.
 */
final class HistogramCollector implements Collector {
    private static final double SECOND = 1e9;

    /** In nanoseconds; each is an edge of {@link Buckets}. */
    private static final long[] EDGES = {
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        25_000_000_000L,
        50_000_000_000L,
        100_000_000_000L
    };

    private final String name;
    private final String help;
    private final String label;
    private final Consumer<BiConsumer<String, Latencies>> source;

    /**
     * @param name as Prometheus writes it
     * @param label the name of the label that tells the histograms apart
     * @param source hands over each histogram with the value of its label
     */
    HistogramCollector(String name, String help, String label, Consumer<BiConsumer<String, Latencies>> source) {
        this.name = name;
        this.help = help;
        this.label = label;
        this.source = source;
    }

    @Override
    public MetricSnapshot collect() {
        var histogram = HistogramSnapshot.builder().name(name).help(help);
        source.accept((value, latencies) -> histogram.dataPoint(dataPoint(value, latencies.total())));
        return histogram.build();
    }

    private HistogramDataPointSnapshot dataPoint(String value, LatencySnapshot latencies) {
        var buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (long edge : EDGES) {
            long upTo = latencies.countUpTo(edge);
            buckets.bucket(edge / SECOND, upTo - below);
            below = upTo;
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latencies.count() - below);
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of(label, value))
                .classicHistogramBuckets(buckets.build())
                .sum(latencies.sumNanos() / SECOND)
                .build();
    }
}
