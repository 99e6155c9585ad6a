package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.result;
import static dev.evenkeel.bench.compare.Fixtures.results;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.bench.rig.Proxy;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class JsonReportTest {
    private final Results results = results(result(Proxy.EVENKEEL, 8.9, 9.1), result(Proxy.HAPROXY, 12, 12));
    private final JsonNode report = new JsonReport(results).tree(LocalDate.of(2026, 11, 22));

    @Test
    void holdsMedianAndRatio() {
        JsonNode cpu = report.at("/results/0/cpuMicrosPerRequest");

        assertThat(cpu.get("median").doubleValue()).isEqualTo(9.0);
        assertThat(cpu.get("to-haproxy").doubleValue()).isEqualTo(0.75);
    }

    @Test
    void holdsEachRun() {
        assertThat(report.at("/results/0/runs")).hasSize(2);
        assertThat(report.at("/results/0/runs/1/cpuMicrosPerRequest").doubleValue())
                .isEqualTo(9.1);
    }

    @Test
    void leavesARatioToNothingNull() {
        assertThat(report.at("/results/0/cpuMicrosPerRequest/to-nginx").isNull())
                .isTrue();
    }
}
