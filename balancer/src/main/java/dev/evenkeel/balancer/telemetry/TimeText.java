package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.loop.Loop;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;

/**
 * Turns the loop's clock into the time of day: the text of a second is made once, and the wall clock is read then. So a
 * wall clock that is set takes effect within a second. Not safe for use by several threads.
 */
final class TimeText {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    private final DateTimeFormatter format;
    private final LongSupplier wallMillis;
    private byte[] text = {};
    private long secondBegan = Long.MAX_VALUE;

    /**
     * Makes texts of this format, in UTC.
     *
     * @param wallMillis milliseconds since the epoch
     */
    TimeText(DateTimeFormatter format, LongSupplier wallMillis) {
        this.format = format.withZone(ZoneOffset.UTC);
        this.wallMillis = wallMillis;
    }

    /** The text of the second in which this moment lies; to be called before {@link #millis}. */
    byte[] second(long nanos) {
        long into = nanos - secondBegan;
        if (into < 0 || into >= SECOND) {
            refresh(nanos);
        }
        return text;
    }

    /** The milliseconds of the moment within its second, 0 to 999. */
    int millis(long nanos) {
        return (int) ((nanos - secondBegan) / MILLISECOND);
    }

    private void refresh(long nanos) {
        long ago = Loop.nanos() - nanos;
        long millis = wallMillis.getAsLong() - ago / MILLISECOND;
        secondBegan = nanos - Math.floorMod(millis, 1000L) * MILLISECOND;
        text = format.format(Instant.ofEpochMilli(millis)).getBytes(US_ASCII);
    }
}
