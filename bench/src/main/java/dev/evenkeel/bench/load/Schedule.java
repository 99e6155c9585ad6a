package dev.evenkeel.bench.load;

/**
 * When each request is meant to be sent. All times are those of {@link System#nanoTime}.
 *
 * @param start of the first request
 * @param perSecond the rate; 0 if a request is meant to be sent as soon as it can be
 * @param countFrom requests meant to be sent before this do not count
 * @param end no request is meant to be sent from here on
 */
record Schedule(long start, long perSecond, long countFrom, long end) {
    private static final double SECOND = 1e9;

    static Schedule from(long now, LoadOrder order) {
        long countFrom = now + order.warmupMillis() * 1_000_000;
        return new Schedule(now, order.perSecond(), countFrom, countFrom + order.millis() * 1_000_000);
    }

    /** The intended time of the request of that number, counted from 0. */
    long intended(long number, long now) {
        return perSecond == 0 ? now : start + (long) (number * (SECOND / perSecond));
    }

    boolean counts(long intended) {
        return intended - countFrom >= 0;
    }

    boolean isOver(long intended) {
        return intended - end >= 0;
    }
}
