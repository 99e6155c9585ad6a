package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TargetTest {
    @Test
    void isMetAtItsLimit() {
        assertThat(new Target("p99", "evenkeel", 1.0, 1.0).verdict()).isEqualTo("met");
    }

    @Test
    void isMissedAboveIt() {
        assertThat(new Target("p99", "evenkeel", 1.01, 1.0).verdict()).isEqualTo("MISSED");
    }

    @Test
    void isUnknownWhereNothingWasMeasured() {
        assertThat(new Target("p99", "evenkeel", Double.NaN, 1.0).verdict()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @EnumSource
    void everyWorkloadHasOne(Workload workload) {
        assertThat(Target.COST).containsKey(workload);
    }
}
