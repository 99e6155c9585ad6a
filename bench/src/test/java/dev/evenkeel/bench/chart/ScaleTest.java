package dev.evenkeel.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScaleTest {
    @Test
    void aLinearScaleBeginsAtZeroAndEndsAboveTheGreatest() {
        Scale scale = Scale.linear(168);

        assertThat(scale.marks()).containsExactly(0.0, 50.0, 100.0, 150.0, 200.0);
        assertThat(scale.position(100)).isEqualTo(0.5);
    }

    @Test
    void aLogarithmicScaleHasEqualFactors() {
        Scale scale = Scale.logarithmic(1, 100);

        assertThat(scale.marks()).containsExactly(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);
        assertThat(scale.position(10)).isEqualTo(0.5);
    }

    @Test
    void labelsHaveNoNeedlessDigits() {
        assertThat(Scale.label(0.5)).isEqualTo("0.5");
        assertThat(Scale.label(20)).isEqualTo("20");
        assertThat(Scale.label(10_000)).isEqualTo("10,000");
    }
}
