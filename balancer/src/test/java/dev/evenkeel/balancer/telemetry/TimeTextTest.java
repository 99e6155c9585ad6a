package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.loop.Loop;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimeTextTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong wall =
            new AtomicLong(Instant.parse("2025-03-04T05:06:07.500Z").toEpochMilli());
    private final AtomicInteger readings = new AtomicInteger();
    private final TimeText text = new TimeText(DateTimeFormatter.ofPattern("HH:mm:ss"), () -> {
        readings.incrementAndGet();
        return wall.get();
    });

    private String at(long nanos) {
        return new String(text.second(nanos), US_ASCII);
    }

    @Test
    void readsTheWallClockOnceASecond() {
        long now = Loop.nanos();

        assertThat(at(now)).isEqualTo("05:06:07");
        assertThat(text.millis(now)).isBetween(490, 500);
        long later = now + 400 * MILLISECOND;
        assertThat(at(later)).isEqualTo("05:06:07");
        assertThat(text.millis(later)).isBetween(890, 900);
        assertThat(readings).hasValue(1);
    }

    @Test
    void followsAWallClockThatIsSet() {
        long now = Loop.nanos();
        at(now);

        wall.addAndGet(TimeUnit.HOURS.toMillis(3));

        assertThat(at(now + SECOND)).isEqualTo("08:06:08");
        assertThat(at(now)).isEqualTo("08:06:07");
    }
}
