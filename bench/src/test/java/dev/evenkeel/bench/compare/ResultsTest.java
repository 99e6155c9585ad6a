package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.result;
import static dev.evenkeel.bench.compare.Fixtures.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultsTest {
    @Test
    void aRatioIsThatOfTheMedians() {
        Result evenkeel = result(Proxy.EVENKEEL, 8, 9, 100);
        Results results = results(evenkeel, result(Proxy.HAPROXY, 11, 12, 13));

        assertThat(results.ratio(evenkeel, Metric.CPU, Proxy.HAPROXY)).isEqualTo(0.75);
    }

    @Test
    void aRatioToWhatWasNotMeasuredIsNotANumber() {
        Result evenkeel = result(Proxy.EVENKEEL, 8, 9);

        assertThat(results(evenkeel).ratio(evenkeel, Metric.CPU, Proxy.NGINX)).isNaN();
    }

    @Test
    void theBestIsTheCheaperOfTheYardsticks() {
        Result evenkeel = result(Proxy.EVENKEEL, 9);
        Results results =
                results(evenkeel, result(Proxy.HAPROXY, 12), result(Proxy.NGINX, 10), result(Proxy.APACHE, 1));

        assertThat(results.costToBest(evenkeel)).isEqualTo(0.9);
    }

    @Test
    void withoutYardsticksThereIsNoBest() {
        Result evenkeel = result(Proxy.EVENKEEL, 9);

        assertThat(results(evenkeel).costToBest(evenkeel)).isNaN();
    }

    @Test
    void oneInvalidRunIsSeen() {
        Result invalid = new Result(Fixtures.contender(Proxy.NGINX), Workload.GET_1K, List.of(), List.of("it failed"));

        assertThat(results(result(Proxy.HAPROXY, 1)).hasInvalidRuns()).isFalse();
        assertThat(results(result(Proxy.HAPROXY, 1), invalid).hasInvalidRuns()).isTrue();
    }
}
