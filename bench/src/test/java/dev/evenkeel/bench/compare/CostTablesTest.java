package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.result;
import static dev.evenkeel.bench.compare.Fixtures.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CostTablesTest {
    @Test
    void showsMediansAndRatios() {
        Results results =
                results(result(Proxy.EVENKEEL, 8.9, 9.1), result(Proxy.HAPROXY, 12, 12), result(Proxy.NGINX, 10, 10));

        assertThat(new CostTables(results).render()).isEqualTo("""
                        1 KiB GET (64 connections)
                                  CPU µs/request  spread  requests/s  p50 ms  p99 ms  RSS MiB  socket errors
                        evenkeel            9.00    ±1 %        1000    1.50    4.50     10.0              0
                        haproxy             12.0    ±0 %        1000    1.50    4.50     10.0              0
                        nginx               10.0    ±0 %        1000    1.50    4.50     10.0              0
                        ÷ haproxy / nginx          CPU   requests/s          p50          p99          RSS
                        evenkeel           0.75 / 0.90  1.00 / 1.00  1.00 / 1.00  1.00 / 1.00  1.00 / 1.00
                        haproxy            1.00 / 1.20  1.00 / 1.00  1.00 / 1.00  1.00 / 1.00  1.00 / 1.00
                        nginx              0.83 / 1.00  1.00 / 1.00  1.00 / 1.00  1.00 / 1.00  1.00 / 1.00

                        CPU µs/request (large: ms/GiB)  evenkeel  haproxy  nginx  evenkeel ÷ best  target
                        1k                                  9.00     12.0   10.0             0.90    0.75
                        """);
    }

    @Test
    void saysWhichRunsDoNotCount() {
        Result invalid = new Result(
                Fixtures.contender(Proxy.NGINX), Workload.GET_1K, List.of(), List.of("no request was answered"));

        assertThat(new CostTables(results(invalid)).render())
                .contains("! nginx: a run does not count: no request was answered\n")
                .containsPattern("nginx +- +±- +- ");
    }

    @Test
    void saysWhoRanWithoutLog() {
        assertThat(new CostTables(results(result(Proxy.PERLBAL, 300))).render())
                .contains("! perlbal has no access log: it ran without\n");
    }

    @Test
    void saysThatOthersUsedTheMachine() {
        Sample disturbed = Fixtures.sample(9, new Sample.Disturbance(0.8, 0));
        Result result = new Result(Fixtures.contender(Proxy.NGINX), Workload.GET_1K, List.of(disturbed), List.of());

        assertThat(new CostTables(results(result)).render())
                .contains("other processes used 0.80 of a core")
                .contains("Do not trust these figures.");
    }
}
