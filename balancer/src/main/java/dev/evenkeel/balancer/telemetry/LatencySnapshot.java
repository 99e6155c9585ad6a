package dev.evenkeel.balancer.telemetry;

/**
 * Durations that were counted up to one moment, or between two. Immutable.
 */
public final class LatencySnapshot {
    static final LatencySnapshot EMPTY = new LatencySnapshot(new long[Buckets.COUNT], 0);

    private final long[] counts;
    private final long sumNanos;

    LatencySnapshot(long[] counts, long sumNanos) {
        this.counts = counts;
        this.sumNanos = sumNanos;
    }

    /** What is here and was not there yet. */
    LatencySnapshot since(LatencySnapshot earlier) {
        long[] difference = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            difference[i] = counts[i] - earlier.counts[i];
        }
        return new LatencySnapshot(difference, sumNanos - earlier.sumNanos);
    }

    /** How many durations were counted. */
    public long count() {
        long count = 0;
        for (long inBucket : counts) {
            count += inBucket;
        }
        return count;
    }

    /** All durations together, in nanoseconds. */
    public long sumNanos() {
        return sumNanos;
    }

    /** How many durations were no longer than this; exact for the edges of buckets. */
    long countUpTo(long nanos) {
        long count = 0;
        for (int i = 0; i < counts.length && Buckets.upperEdge(i) <= nanos; i++) {
            count += counts[i];
        }
        return count;
    }

    /**
     * The duration, in nanoseconds, that a share of all did not exceed; about, for durations are evened out within their
     * buckets. What took longer than 100 s counts as 100 s.
     *
     * @param share 0 to 1
     * @throws IllegalStateException if nothing was counted
     */
    public long quantileNanos(double share) {
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException("share: " + share + " (expected: 0 to 1)");
        }
        long count = count();
        if (count == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        double rank = share * count;
        long before = 0;
        int bucket = 0;
        while (before + counts[bucket] < rank || counts[bucket] == 0) {
            before += counts[bucket++];
        }
        long lower = Buckets.lowerEdge(bucket);
        if (bucket == Buckets.COUNT - 1) {
            return lower;
        }
        double within = (rank - before) / counts[bucket];
        return lower + Math.round(within * (Buckets.upperEdge(bucket) - lower));
    }
}
