package dev.evenkeel.balancer.telemetry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, sorted into {@link Buckets}, each event loop counting for itself. A loop's counters are made
 * when it first has something to count, for most of ten thousand backends may never be asked by every loop.
 */
final class Latencies {
    private static final int SUM = Buckets.COUNT;

    private final AtomicReferenceArray<@Nullable Cells> loops;
    private LatencySnapshot older = LatencySnapshot.EMPTY;
    private LatencySnapshot newer = LatencySnapshot.EMPTY;

    Latencies(int loops) {
        this.loops = new AtomicReferenceArray<>(loops);
    }

    /** Counts a duration; only on the loop of this number. */
    void record(int loop, long nanos) {
        Cells cells = loops.getPlain(loop);
        if (cells == null) {
            cells = new Cells(Buckets.COUNT + 1);
            loops.setRelease(loop, cells);
        }
        cells.add(Buckets.of(nanos), 1);
        cells.add(SUM, nanos);
    }

    /** Everything so far; from any thread. */
    LatencySnapshot total() {
        long[] counts = new long[Buckets.COUNT];
        long sum = 0;
        for (int loop = 0; loop < loops.length(); loop++) {
            Cells cells = loops.getAcquire(loop);
            if (cells == null) {
                continue;
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] += cells.get(i);
            }
            sum += cells.get(SUM);
        }
        return new LatencySnapshot(counts, sum);
    }

    /** Marks the end of an interval. */
    synchronized void turn() {
        older = newer;
        newer = total();
    }

    /** What happened in the last whole interval and since; from any thread. */
    synchronized LatencySnapshot recent() {
        return total().since(older);
    }
}
