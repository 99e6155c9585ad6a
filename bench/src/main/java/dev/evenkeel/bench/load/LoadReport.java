package dev.evenkeel.bench.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What the generator counted in the part of a run that counts.
 *
 * @param requests answered in full
 * @param durationMicros length of that part
 * @param bytes received, heads included
 * @param badStatus answers with status 400 or above
 * @param errors requests without an answer: the connection failed or ended, or two seconds had passed since the end
 * @param lateSends requests that left more than 1 ms after their time although a connection was free: the generator's
 *     own fault
 * @param waitingSends requests whose time came while no connection was free
 * @param latencyMicros one for each of {@link #PERCENTILES}, from the intended start to the last byte of the answer
 */
public record LoadReport(
        long requests,
        long durationMicros,
        long bytes,
        long badStatus,
        long errors,
        long lateSends,
        long waitingSends,
        List<Long> latencyMicros) {
    /** The last is the greatest latency of all. */
    public static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.99, 100.0);

    static final String WORD = "report";

    public LoadReport {
        latencyMicros = List.copyOf(latencyMicros);
        if (latencyMicros.size() != PERCENTILES.size()) {
            throw new IllegalArgumentException(
                    "latencies: " + latencyMicros + " (expected: " + PERCENTILES.size() + " of them)");
        }
    }

    /** The latencies of a histogram of nanoseconds. */
    static List<Long> latencies(Histogram nanos) {
        return PERCENTILES.stream()
                .map(percentile -> nanos.getValueAtPercentile(percentile) / 1000)
                .toList();
    }

    /** The latency at one of {@link #PERCENTILES}, in microseconds. */
    public long latencyMicros(double percentile) {
        int index = PERCENTILES.indexOf(percentile);
        if (index < 0) {
            throw new IllegalArgumentException("percentile: " + percentile + " (expected: one of " + PERCENTILES + ")");
        }
        return latencyMicros.get(index);
    }

    /** Answers per second. */
    public double requestsPerSecond() {
        return requests * 1_000_000.0 / durationMicros;
    }

    /** The share of the requests that the generator itself sent late; it spoils the run if it is large. */
    public double lateShare() {
        return requests == 0 ? 0 : (double) lateSends / requests;
    }

    /** Reads what {@link #toLine} wrote. */
    public static LoadReport parse(String line) {
        Pairs pairs = Pairs.parse(line);
        if (!pairs.word().equals(WORD)) {
            throw new IllegalArgumentException("\"" + line + "\" (expected: " + WORD + " …)");
        }
        return new LoadReport(
                pairs.number("requests"),
                pairs.number("duration-us"),
                pairs.number("bytes"),
                pairs.number("bad-status"),
                pairs.number("errors"),
                pairs.number("late"),
                pairs.number("waiting"),
                Arrays.stream(pairs.text("latency-us").split(",", -1))
                        .map(Long::valueOf)
                        .toList());
    }

    String toLine() {
        Map<String, String> values = new HashMap<>();
        values.put("requests", Long.toString(requests));
        values.put("duration-us", Long.toString(durationMicros));
        values.put("bytes", Long.toString(bytes));
        values.put("bad-status", Long.toString(badStatus));
        values.put("errors", Long.toString(errors));
        values.put("late", Long.toString(lateSends));
        values.put("waiting", Long.toString(waitingSends));
        values.put("latency-us", latencyMicros.stream().map(String::valueOf).collect(Collectors.joining(",")));
        return new Pairs(WORD, values).format();
    }
}
