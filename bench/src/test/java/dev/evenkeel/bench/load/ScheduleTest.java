package dev.evenkeel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final long SECOND = 1_000_000_000;

    private final Schedule schedule = Schedule.from(100, new LoadOrder(80, 1, 3, 1000, 2000, "file"));

    @Test
    void keepsTheRateWithoutDrift() {
        assertThat(schedule.intended(0, 0)).isEqualTo(100);
        assertThat(schedule.intended(3, 0)).isEqualTo(100 + SECOND);
        assertThat(schedule.intended(3_000_000, 0)).isEqualTo(100 + 1_000_000 * SECOND);
    }

    @Test
    void countsAfterTheWarmUp() {
        assertThat(schedule.counts(100 + SECOND - 1)).isFalse();
        assertThat(schedule.counts(100 + SECOND)).isTrue();
    }

    @Test
    void endsAfterWarmUpAndMeasurement() {
        assertThat(schedule.isOver(100 + 3 * SECOND - 1)).isFalse();
        assertThat(schedule.isOver(100 + 3 * SECOND)).isTrue();
    }

    @Test
    void withoutARateEveryTimeIsRight() {
        assertThat(new Schedule(100, 0, 0, 0).intended(7, 12345)).isEqualTo(12345);
    }
}
