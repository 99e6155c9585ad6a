package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.bench.load.LoadReport;
import dev.evenkeel.bench.rig.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LatencySectionTest {
    private static final Contender EVENKEEL = Fixtures.contender(Proxy.EVENKEEL);
    private static final Contender HAPROXY = Fixtures.contender(Proxy.HAPROXY);

    @Test
    void setsTheTailAgainstThatOfHaproxy() {
        assertThat(section(0).targets())
                .extracting(Target::what, Target::value)
                .startsWith(tuple("p99 at 70 % of saturation ÷ haproxy", 0.5));
    }

    @Test
    void saysWhenTheGeneratorItselfWasLate() {
        assertThat(section(0).text()).doesNotContain("!");
        assertThat(section(5).text())
                .contains("! The generator sent 0.50 % of the requests to evenkeel more than 1 ms late");
    }

    private static LatencySection section(long late) {
        return new LatencySection(
                Map.of(EVENKEEL, 1000.0, HAPROXY, 1200.0),
                700,
                Map.of(EVENKEEL, List.of(report(1000, late)), HAPROXY, List.of(report(2000, late))));
    }

    private static LoadReport report(long micros, long late) {
        List<Long> latencies = Collections.nCopies(LoadReport.PERCENTILES.size(), micros);
        return new LoadReport(1000, 1_000_000, 1_200_000, 0, 0, late, 0, latencies);
    }
}
