package dev.evenkeel.balancer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
    private static final long MILLISECOND = 1_000_000;

    private final Latencies latencies = new Latencies(2);

    @Test
    void addsUpWhatTheLoopsCounted() {
        latencies.record(0, 3 * MILLISECOND);
        latencies.record(1, 5 * MILLISECOND);
        latencies.record(1, 200 * MILLISECOND);

        LatencySnapshot total = latencies.total();
        assertThat(total.count()).isEqualTo(3);
        assertThat(total.sumNanos()).isEqualTo(208 * MILLISECOND);
        assertThat(total.countUpTo(5 * MILLISECOND)).isEqualTo(2);
    }

    @Test
    void findsQuantilesWithinAFewPerCent() {
        for (int i = 1; i <= 1000; i++) {
            latencies.record(i % 2, i * MILLISECOND);
        }

        LatencySnapshot total = latencies.total();
        assertThat(total.quantileNanos(0.5)).isCloseTo(500 * MILLISECOND, Percentage.withPercentage(3));
        assertThat(total.quantileNanos(0.99)).isCloseTo(990 * MILLISECOND, Percentage.withPercentage(3));
        assertThat(total.quantileNanos(1)).isEqualTo(1000 * MILLISECOND);
        assertThat(total.quantileNanos(0)).isBetween(0L, MILLISECOND);
    }

    @Test
    void countsWhatTookTooLongAsTheLongest() {
        latencies.record(0, 500_000 * MILLISECOND);

        assertThat(latencies.total().quantileNanos(0.5)).isEqualTo(100_000 * MILLISECOND);
    }

    @Test
    void hasNoQuantileOfNothing() {
        assertThatThrownBy(() -> latencies.total().quantileNanos(0.5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgetsWhatIsOlderThanTwoTurns() {
        latencies.record(0, MILLISECOND);
        assertThat(latencies.recent().count()).isEqualTo(1);
        latencies.turn();
        latencies.record(0, MILLISECOND);
        assertThat(latencies.recent().count()).isEqualTo(2);
        latencies.turn();
        assertThat(latencies.recent().count()).isEqualTo(1);
        latencies.turn();
        assertThat(latencies.recent().count()).isZero();
        assertThat(latencies.total().count()).isEqualTo(2);
    }
}
