package dev.evenkeel.balancer.telemetry;

import java.util.Arrays;

/**
 * The buckets into which durations are sorted: ten in each power of ten, from 10 µs to 100 s, of which the upper edges are
 * 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6 and 8 times that power. So a quantile is wrong by a sixth at most, and every edge that
 * a graph shows is an edge here, and a round number.
 */
final class Buckets {
    /** How many there are, the one for everything longer included. */
    static final int COUNT;

    private static final int[] STEPS = {100, 125, 150, 200, 250, 300, 400, 500, 600, 800};
    private static final long SHORTEST = 10_000;
    private static final int DECADES = 7;
    private static final long[] EDGES = new long[DECADES * STEPS.length + 1];

    /** The first bucket that a number with so many leading zeros may belong to. */
    private static final int[] FIRST = new int[Long.SIZE + 1];

    static {
        long power = SHORTEST;
        for (int decade = 0; decade < DECADES; decade++) {
            for (int i = 0; i < STEPS.length; i++) {
                EDGES[decade * STEPS.length + i] = power / 100 * STEPS[i];
            }
            power *= 10;
        }
        EDGES[EDGES.length - 1] = power;
        COUNT = EDGES.length + 1;
        for (int zeros = 0; zeros <= Long.SIZE; zeros++) {
            long smallest = zeros == Long.SIZE ? 0 : Long.MIN_VALUE >>> zeros;
            int found = Arrays.binarySearch(EDGES, smallest);
            FIRST[zeros] = smallest < 0 ? 0 : found < 0 ? -found - 1 : found;
        }
    }

    private Buckets() {}

    /** The bucket of a duration: the first of which the upper edge is not below it. */
    static int of(long nanos) {
        int bucket = FIRST[Long.numberOfLeadingZeros(nanos)];
        while (bucket < EDGES.length && nanos > EDGES[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** The upper edge of a bucket in nanoseconds; the last has none, and gives {@link Long#MAX_VALUE}. */
    static long upperEdge(int bucket) {
        return bucket < EDGES.length ? EDGES[bucket] : Long.MAX_VALUE;
    }

    /** The lower edge of a bucket in nanoseconds. */
    static long lowerEdge(int bucket) {
        return bucket == 0 ? 0 : EDGES[bucket - 1];
    }
}
