package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.report;
import static dev.evenkeel.bench.compare.Fixtures.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.bench.rig.Proxy;
import org.junit.jupiter.api.Test;

final class JsonReportTest {
    private final JsonNode tree =
            new JsonReport(report(result(Proxy.EVENKEEL, 8.9, 9.1), result(Proxy.HAPROXY, 12, 12))).tree();

    @Test
    void tellsWhereItComesFrom() {
        assertThat(tree.at("/commit").asText()).isEqualTo("abc1234");
        assertThat(tree.at("/machine/processor").asText()).isEqualTo("Model 7");
        assertThat(tree.at("/versions/evenkeel").asText()).isEqualTo("0.1");
    }

    @Test
    void holdsCostAndRatioAsFigures() {
        assertThat(tree.at("/figures/0/value").doubleValue()).isEqualTo(9.0);
        assertThat(tree.at("/figures/1/unit").asText()).isEqualTo("÷ best");
        assertThat(tree.at("/figures/1/value").doubleValue()).isEqualTo(0.75);
    }

    @Test
    void holdsTargets() {
        assertThat(tree.at("/targets/0/verdict").asText()).isEqualTo("met");
    }

    @Test
    void holdsEachRun() {
        assertThat(tree.at("/runs/0/samples")).hasSize(2);
        assertThat(tree.at("/runs/0/samples/1/cpuMicrosPerRequest").doubleValue())
                .isEqualTo(9.1);
    }

    @Test
    void leavesARatioToNothingNull() {
        JsonNode alone = new JsonReport(report(result(Proxy.EVENKEEL, 9))).tree();

        assertThat(alone.at("/figures/1/value").isNull()).isTrue();
    }
}
