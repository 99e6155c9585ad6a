package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Workload;

/** What is reported of the samples. */
enum Metric {
    CPU("cpuMicrosPerRequest", "CPU µs/request"),
    CPU_PER_GIB("cpuMillisPerGibibyte", "CPU ms/GiB"),
    RATE("requestsPerSecond", "requests/s"),
    P50("p50Millis", "p50 ms"),
    P99("p99Millis", "p99 ms"),
    RSS("rssMebibytes", "RSS MiB");

    private final String key;
    private final String title;

    Metric(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** That of the cost of a workload. */
    static Metric costOf(Workload workload) {
        return workload.isLarge() ? CPU_PER_GIB : CPU;
    }

    /** The name in the JSON report. */
    String key() {
        return key;
    }

    /** The head of the column, with the unit. */
    String title() {
        return title;
    }

    /** The head of a column of ratios, which have no unit. */
    String shortTitle() {
        return switch (this) {
            case CPU -> "CPU";
            case CPU_PER_GIB -> "CPU/GiB";
            case RATE -> "requests/s";
            case P50 -> "p50";
            case P99 -> "p99";
            case RSS -> "RSS";
        };
    }

    double of(Sample sample) {
        return switch (this) {
            case CPU -> sample.cpuMicrosPerRequest();
            case CPU_PER_GIB -> sample.cpuMillisPerGibibyte();
            case RATE -> sample.load().requestsPerSecond();
            case P50 -> sample.load().p50Micros() / 1000.0;
            case P99 -> sample.load().p99Micros() / 1000.0;
            case RSS -> sample.residentBytes() / (1024.0 * 1024.0);
        };
    }
}
