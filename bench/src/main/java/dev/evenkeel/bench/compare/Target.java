package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Workload;
import java.util.EnumMap;
import java.util.Map;

/**
 * A number of Evenkeel's that must not be greater than a limit.
 *
 * @param what the number is
 * @param contender whose it is
 * @param value the number; NaN if what it takes was not measured
 * @param limit the greatest that will do
 */
record Target(String what, String contender, double value, double limit) {
    /** CPU time as a multiple of that of the better of HAProxy and nginx. */
    static final Map<Workload, Double> COST = new EnumMap<>(Map.of(
            Workload.GET_1K, 0.75,
            Workload.HEADERS_1K, 0.75,
            Workload.POST_4K, 0.75,
            Workload.GET_16K, 0.70,
            Workload.GET_1M, 0.85,
            Workload.GET_100M, 0.85,
            Workload.POST_100M, 0.85,
            Workload.NEW_CONNECTION, 0.85,
            Workload.NEW_BACKEND_CONNECTION, 0.85,
            Workload.IDLE, 1.0));

    /** Latency as a multiple of HAProxy's, at p99 and at p99.9. */
    static final double LATENCY = 1.0;

    /** Pauses of the garbage collector at p99.9, in milliseconds. */
    static final double PAUSE_MILLIS = 5;

    /** RAM after a few requests, in MiB. */
    static final double IDLE_MEBIBYTES = 100;

    /** RAM with 10,000 idle clients, in MiB. */
    static final double CLIENTS_MEBIBYTES = 150;

    /** From exec to the first answer, in milliseconds. */
    static final double START_MILLIS = 300;

    /** CPU time with two loops as a multiple of that with one. */
    static final double TWO_LOOPS = 1.1;

    boolean isKnown() {
        return Double.isFinite(value);
    }

    boolean isMet() {
        return isKnown() && value <= limit;
    }

    /** In one word. */
    String verdict() {
        return !isKnown() ? "unknown" : isMet() ? "met" : "MISSED";
    }
}
