package dev.evenkeel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What the generator and the bench say to each other. */
final class LinesTest {
    private static final LoadReport REPORT =
            new LoadReport(10, 2_000_000, 3, 4, 5, 1, 7, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L));

    @Test
    void anOrderSurvivesTheLine() {
        LoadOrder order = new LoadOrder(8080, 50, 200, 1000, 3000, "/tmp/request");

        assertThat(LoadOrder.parse(order.toLine())).isEqualTo(order);
    }

    @Test
    void aReportSurvivesTheLine() {
        assertThat(LoadReport.parse(REPORT.toLine())).isEqualTo(REPORT);
    }

    @Test
    void aReportTellsRateAndLateness() {
        assertThat(REPORT.requestsPerSecond()).isEqualTo(5);
        assertThat(REPORT.lateShare()).isEqualTo(0.1);
        assertThat(REPORT.latencyMicros(99.9)).isEqualTo(7);
    }

    @Test
    void latenciesAreReadFromTheHistogram() {
        Histogram nanos = new Histogram(1000, 60_000_000_000L, 3);
        for (int i = 1; i <= 1000; i++) {
            nanos.recordValue(i * 1000L);
        }

        List<Long> micros = LoadReport.latencies(nanos);

        assertThat(micros.get(LoadReport.PERCENTILES.indexOf(50.0))).isBetween(499L, 501L);
        assertThat(micros.get(LoadReport.PERCENTILES.indexOf(99.0))).isBetween(989L, 991L);
        assertThat(micros.get(LoadReport.PERCENTILES.indexOf(100.0))).isBetween(999L, 1001L);
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertThatThrownBy(() -> LoadReport.parse("held connections=1")).hasMessageContaining("(expected: report …)");
    }
}
