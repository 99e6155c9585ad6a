package dev.evenkeel.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static Report of(double measured) {
        return new Report(List.of(
                new Measurement("a change", "CPU per add", measured, "ms", 10.0),
                new Measurement("a change", "resident memory", 200, "MiB", null)));
    }

    @Test
    void aFigureBelowItsTargetIsMet() {
        assertThat(of(9.99).allMet()).isTrue();
        assertThat(of(9.99).text()).contains("9.99 ms < 10.00 ms  ok").contains("200 MiB");
    }

    @Test
    void aFigureThatReachesItsTargetIsMissedAndSpoilsTheWhole() {
        assertThat(of(10).allMet()).isFalse();
        assertThat(of(10).text()).contains("10.00 ms < 10.00 ms  MISSED");
    }
}
