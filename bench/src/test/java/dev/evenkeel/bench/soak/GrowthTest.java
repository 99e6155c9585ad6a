package dev.evenkeel.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    @Test
    void aLeakGrows() {
        Growth growth = Growth.of("heap", series(20, 1.0));

        assertThat(growth.grows()).isTrue();
        assertThat(growth.verdict()).isEqualTo("heap GROWS: 107.0 MiB, then 117.0 MiB");
    }

    @Test
    void aWarmUpDoesNot() {
        List<Double> readings = List.of(60.0, 90.0, 100.0, 100.5, 100.0, 101.0, 100.0, 100.5);

        assertThat(Growth.of("RSS", readings).grows()).isFalse();
    }

    @Test
    void aFewMebibytesDoNot() {
        assertThat(Growth.of("direct memory", List.of(1.0, 2.0, 3.0, 4.0)).grows())
                .isFalse();
    }

    @Test
    void threeReadingsAreTooFew() {
        assertThatThrownBy(() -> Growth.of("heap", List.of(1.0, 2.0, 3.0)))
                .hasMessage("readings: 3 (expected: 4 or more)");
    }

    private static List<Double> series(int count, double step) {
        return IntStream.range(0, count).mapToObj(i -> 100 + i * step).toList();
    }
}
