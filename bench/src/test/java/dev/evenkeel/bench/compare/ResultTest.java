package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.LoadResult;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultTest {
    @Test
    void fillingThePoolsOnceIsNoLackOfKeepAlive() {
        assertThat(withBackendConnections(128).backendConnectionShare()).isZero();
    }

    @Test
    void oneConnectionForEachRequestIs() {
        assertThat(withBackendConnections(1128).backendConnectionShare()).isEqualTo(1.0);
    }

    private static Result withBackendConnections(long connections) {
        LoadResult load = new LoadResult(1000, 1_000_000, 1_200_000, 0, 0, 1500, 4500);
        Sample sample = new Sample(load, 1, 1, 1, connections, new Sample.Disturbance(0, 0));
        return new Result(Fixtures.contender(Proxy.PERLBAL), Workload.GET_1K, List.of(sample), List.of());
    }
}
