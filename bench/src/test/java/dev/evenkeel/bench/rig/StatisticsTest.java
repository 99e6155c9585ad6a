package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void theMedianOfNothingIsNotANumber() {
        assertThat(Statistics.median(List.of())).isNaN();
    }

    @Test
    void theSpreadIsHalfTheDistanceAsAShareOfTheMedian() {
        assertThat(Statistics.spread(List.of(9.0, 10.0, 12.0))).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void theSpreadOfNothingIsNotANumber() {
        assertThat(Statistics.spread(List.of())).isNaN();
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);

        assertThat(Statistics.percentile(values, 50)).isEqualTo(2);
        assertThat(Statistics.percentile(values, 51)).isEqualTo(3);
        assertThat(Statistics.percentile(values, 100)).isEqualTo(4);
        assertThat(Statistics.percentile(List.of(), 50)).isNaN();
    }
}
