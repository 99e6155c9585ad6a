package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.LoadResult;
import dev.evenkeel.bench.rig.Workload;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RoundTest {
    @Test
    void aRunWithAllResponsesCounts() {
        assertThat(flaw(new LoadResult(10, 1, 12_000, 0, 0, 1, 1))).isEmpty();
    }

    @Test
    void aRunWithAFailedResponseDoesNotCount() {
        assertThat(flaw(new LoadResult(10, 1, 12_000, 1, 0, 1, 1))).contains("1 responses with status 400 or above");
    }

    @Test
    void aRunWithShortResponsesDoesNotCount() {
        assertThat(flaw(new LoadResult(10, 1, 2_000, 0, 0, 1, 1))).contains("responses shorter than the origin's");
    }

    @Test
    void aRunWithoutResponsesDoesNotCount() {
        assertThat(flaw(new LoadResult(0, 1, 0, 0, 0, 0, 0))).contains("no request was answered");
    }

    private static Optional<String> flaw(LoadResult load) {
        return Round.flaw(new Sample(load, 1, 1, 1, 0, new Sample.Disturbance(0, 0)), Workload.GET_1K);
    }
}
