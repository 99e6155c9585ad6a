package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LoadResultTest {
    private static final String OUTPUT = """
            Running 2s test @ http://127.0.0.1:8080
              1 threads and 64 connections
              20000 requests in 2.00s, 22.00MB read
            Requests/sec:  10000.00
            totals requests=20000 duration-us=2000000 bytes=23068672 status=3 connect=1 read=2 write=4 timeout=8 p50-us=1830 p99-us=4120
            """;

    @Test
    void findsTheTotalsAmongTheRest() {
        assertThat(LoadResult.parse(OUTPUT)).isEqualTo(new LoadResult(20000, 2_000_000, 23068672, 3, 15, 1830, 4120));
    }

    @Test
    void givesTheRateOfTheRun() {
        assertThat(LoadResult.parse(OUTPUT).requestsPerSecond()).isEqualTo(10_000);
    }

    @Test
    void refusesAnOutputWithoutTotals() {
        assertThatThrownBy(() -> LoadResult.parse("unable to connect"))
                .hasMessage("wrk printed: unable to connect (expected: a line of totals …)");
    }

    @Test
    void refusesTotalsThatLackOne() {
        assertThatThrownBy(() -> LoadResult.parse("totals requests=1"))
                .hasMessage("wrk's totals: {requests=1} (expected: duration-us among them)");
    }
}
