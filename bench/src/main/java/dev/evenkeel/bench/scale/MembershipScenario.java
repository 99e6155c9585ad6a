package dev.evenkeel.bench.scale;

import dev.evenkeel.bench.rig.CpuReading;
import dev.evenkeel.bench.rig.Statistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Single backends come and go in a pool that has very many. First some while the JIT is at work, which is what the first
 * changes cost; then as many in the same order, for the CPU time that they cost from then on; then as many beside a trickle
 * of requests, for the pauses.
 */
final class MembershipScenario {
    private static final double MOST_CPU_MILLIS = 10;
    private static final double LONGEST_PAUSE_MILLIS = 5;
    private static final long BETWEEN_MILLIS = 50;

    private final String name;
    private final ScaleDaemon daemon;
    private final Addresses addresses;
    private final int changes;
    private final List<Measurement> measurements = new ArrayList<>();
    private int next;

    /**
     * @param firstFree the first address that is not in the pool yet
     * @param changes how many backends to add, and as many to remove, of each kind
     */
    MembershipScenario(String name, ScaleDaemon daemon, Addresses addresses, int firstFree, int changes) {
        this.name = name;
        this.daemon = daemon;
        this.addresses = addresses;
        this.changes = changes;
        next = firstFree;
    }

    List<Measurement> run(int port) {
        CpuReading before = settled();
        daemon.add(addresses.of(next));
        explain("CPU of the very first", nanosSince(before) / 1e6, "ms");
        daemon.remove(addresses.of(next));
        warmUp();
        judgeCpu();
        pauses(port);
        explain("resident memory", daemon.residentMebibytes(), "MiB");
        return measurements;
    }

    private void warmUp() {
        CpuReading before = settled();
        int first = next;
        addAll();
        removeAllFrom(first);
        explain("CPU per change, of the first " + 2 * changes, nanosSince(before) / 1e6 / (2 * changes), "ms");
    }

    private void judgeCpu() {
        CpuReading before = settled();
        int first = next;
        List<Double> calls = addAll();
        judge("CPU per add", nanosSince(before) / 1e6 / changes, MOST_CPU_MILLIS);
        explain("median time of the call", Statistics.median(calls), "ms");
        before = settled();
        removeAllFrom(first);
        judge("CPU per remove", nanosSince(before) / 1e6 / changes, MOST_CPU_MILLIS);
    }

    /** How long each call took, in milliseconds. */
    private List<Double> addAll() {
        List<Double> calls = new ArrayList<>();
        for (int end = next + changes; next < end; next++) {
            calls.add(timed(() -> daemon.add(addresses.of(next))));
        }
        return calls;
    }

    private void removeAllFrom(int first) {
        for (int i = first; i < next; i++) {
            int number = i;
            timed(() -> daemon.remove(addresses.of(number)));
        }
    }

    private void pauses(int port) {
        try (Trickle trickle = Trickle.start(port)) {
            ScaleDaemon.pause(changes * BETWEEN_MILLIS);
            trickle.restart();
            ScaleDaemon.pause(2L * changes * BETWEEN_MILLIS);
            explain("longest delay without changes", trickle.longestMillis(), "ms");
            daemon.stops().restart();
            List<Double> delays = new ArrayList<>();
            for (int i = next; i < next + changes; i++) {
                int number = i;
                delays.add(delay(trickle, () -> daemon.add(addresses.of(number))));
            }
            for (int i = next; i < next + changes; i++) {
                int number = i;
                delays.add(delay(trickle, () -> daemon.remove(addresses.of(number))));
            }
            explain("longest stop of the JVM", daemon.stops().longestMillis(), "ms");
            explain("median of the longest delay of each", Statistics.median(delays), "ms");
            judge("longest delay of all", delays.stream().reduce(0.0, Math::max), LONGEST_PAUSE_MILLIS);
        }
    }

    private double delay(Trickle trickle, Runnable change) {
        trickle.restart();
        change.run();
        ScaleDaemon.pause(BETWEEN_MILLIS);
        return trickle.longestMillis();
    }

    private static double timed(Runnable change) {
        long start = System.nanoTime();
        change.run();
        double took = ScaleDaemon.millisSince(start);
        ScaleDaemon.pause(BETWEEN_MILLIS);
        return took;
    }

    /** What goes on beside the call is over then, as far as it ever is. */
    private CpuReading settled() {
        ScaleDaemon.pause(10 * BETWEEN_MILLIS);
        return daemon.cpu();
    }

    private long nanosSince(CpuReading before) {
        ScaleDaemon.pause(10 * BETWEEN_MILLIS);
        return daemon.cpu().nanosSince(before);
    }

    private void judge(String what, double value, double target) {
        measurements.add(new Measurement(name, what, value, "ms", target));
    }

    private void explain(String what, double value, String unit) {
        measurements.add(new Measurement(name, what, value, unit, null));
    }
}
