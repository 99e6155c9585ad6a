package dev.evenkeel.balancer.exchange;

import java.util.Arrays;

/** When things happened to an exchange, in {@link dev.evenkeel.balancer.loop.Loop#nanos()}. */
@SuppressWarnings("EnumOrdinal") // an array by moment: no boxing for each request
public final class Timeline {
    /** What {@link #at} returns for a moment that did not come. */
    public static final long NEVER = -1;

    private static final int MOMENTS = Moment.values().length;

    private final long[] times = new long[MOMENTS];

    Timeline() {
        Arrays.fill(times, NEVER);
    }

    /** What is recorded now, for whoever wants to keep it longer than the exchange. */
    public Timeline copy() {
        Timeline copy = new Timeline();
        System.arraycopy(times, 0, copy.times, 0, MOMENTS);
        return copy;
    }

    /** Records a moment; the last time counts. */
    public void record(Moment moment, long now) {
        times[moment.ordinal()] = now;
    }

    /** When this was, or {@link #NEVER}. */
    public long at(Moment moment) {
        return times[moment.ordinal()];
    }

    /** Nanoseconds from one moment to another, or {@link #NEVER} if one of them did not come. */
    public long between(Moment from, Moment to) {
        long start = at(from);
        long end = at(to);
        return start == NEVER || end == NEVER ? NEVER : end - start;
    }
}
