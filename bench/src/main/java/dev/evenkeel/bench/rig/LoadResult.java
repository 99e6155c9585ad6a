package dev.evenkeel.bench.rig;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk counted in one run.
 *
 * @param requests responses received in full
 * @param durationMicros length of the run
 * @param bytes received, heads included
 * @param badStatus responses with status 400 or above
 * @param socketErrors connects, reads and writes that failed, and requests that took over two seconds
 * @param p50Micros median latency
 * @param p99Micros 99th percentile of latency
 */
public record LoadResult(
        long requests,
        long durationMicros,
        long bytes,
        long badStatus,
        long socketErrors,
        long p50Micros,
        long p99Micros) {
    private static final String LINE = "totals ";
    private static final Pattern PAIR = Pattern.compile("([a-z0-9-]+)=(\\d+)");

    /** Reads the line that the script of {@link WrkScript} printed, among the rest of wrk's output. */
    static LoadResult parse(String output) {
        String line = output.lines()
                .filter(candidate -> candidate.startsWith(LINE))
                .findFirst()
                .orElseThrow(() -> new RigException("wrk printed: " + output + " (expected: a line of " + LINE + "…)"));
        Map<String, Long> values = new HashMap<>();
        Matcher pair = PAIR.matcher(line);
        while (pair.find()) {
            values.put(pair.group(1), Long.parseLong(pair.group(2)));
        }
        return new LoadResult(
                value(values, "requests"),
                value(values, "duration-us"),
                value(values, "bytes"),
                value(values, "status"),
                value(values, "connect") + value(values, "read") + value(values, "write") + value(values, "timeout"),
                value(values, "p50-us"),
                value(values, "p99-us"));
    }

    /** Responses received in full, per second. */
    public double requestsPerSecond() {
        return requests * 1_000_000.0 / durationMicros;
    }

    private static long value(Map<String, Long> values, String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new RigException("wrk's totals: " + values + " (expected: " + name + " among them)");
        }
        return value;
    }
}
