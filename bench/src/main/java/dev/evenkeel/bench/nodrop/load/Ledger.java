package dev.evenkeel.bench.nodrop.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How all requests ended. Safe for use by several threads. */
public final class Ledger {
    private final AtomicLong ids = new AtomicLong();
    private final Map<Kind, Latencies> served = new EnumMap<>(Kind.class);
    private final List<Failure> failures = new ArrayList<>();
    private final BitSet servedOnce = new BitSet();
    private final BitSet onlyOnce = new BitSet();

    /** An id for a new request; those of one pass beyond {@link Kind#repeatable()} are remembered. */
    long newId(Kind kind) {
        long id = ids.getAndIncrement();
        if (!kind.repeatable()) {
            synchronized (this) {
                onlyOnce.set((int) id);
            }
        }
        return id;
    }

    synchronized void served(Request request, long nanos) {
        served.computeIfAbsent(request.kind(), kind -> new Latencies()).add(nanos);
        if (!request.kind().repeatable()) {
            servedOnce.set((int) request.id());
        }
    }

    synchronized void failed(Failure failure) {
        failures.add(failure);
    }

    /** How many requests were begun. */
    public long begun() {
        return ids.get();
    }

    /** Those that were not served, in the order in which that was known. */
    public synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Whether it is a request that must be executed once at most. */
    public synchronized boolean onlyOnce(long id) {
        return onlyOnce.get((int) id);
    }

    /** The ids of those requests of {@link #onlyOnce} that were served. */
    public synchronized BitSet servedOnce() {
        return (BitSet) servedOnce.clone();
    }

    /** The times of all that were served of a kind. */
    public synchronized Summary summary(Kind kind) {
        Latencies latencies = served.get(kind);
        return latencies == null ? new Summary(0, 0, 0, 0) : latencies.summary();
    }

    /**
     * From the first byte sent to the last received.
     *
     * @param count how many
     * @param p50Micros the median, in microseconds
     * @param p99Micros one in a hundred took longer
     * @param maxMicros the longest
     */
    public record Summary(int count, int p50Micros, int p99Micros, int maxMicros) {}

    /** Microseconds, all of them: some hundred thousand are little. */
    private static final class Latencies {
        private int[] micros = new int[1024];
        private int count;

        void add(long nanos) {
            if (count == micros.length) {
                micros = Arrays.copyOf(micros, count * 2);
            }
            micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1000);
        }

        Summary summary() {
            int[] sorted = Arrays.copyOf(micros, count);
            Arrays.sort(sorted);
            return new Summary(
                    count, sorted[count / 2], sorted[(int) Math.min(count - 1L, count * 99L / 100)], sorted[count - 1]);
        }
    }
}
