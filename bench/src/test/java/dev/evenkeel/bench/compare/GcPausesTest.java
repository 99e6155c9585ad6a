package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GcPausesTest {
    @Test
    void readsThePausesOfTheSerialCollector() {
        String log = """
                [0.012s][info][gc] Using Serial
                [1.234s][info][gc] GC(0) Pause Young (Allocation Failure) 8M->1M(30M) 1.250ms
                [2.345s][info][gc,phases,start] GC(1) Phase 1: Mark live objects
                [2.350s][info][gc,phases      ] GC(1) Phase 1: Mark live objects 4.000ms
                [2.360s][info][gc             ] GC(1) Pause Full (Metadata GC Threshold) 9M->3M(30M) 12.500ms
                """;

        assertThat(GcPauses.parse(log)).containsExactly(1.25, 12.5);
    }

    @Test
    void readsThePausesOfGenerationalZgc() {
        String log = """
                [1.000s][info][gc,phases   ] GC(0) Y: Pause Mark Start 0.012ms
                [1.010s][info][gc,phases   ] GC(0) Y: Concurrent Mark 10.000ms
                """;

        assertThat(GcPauses.parse(log)).containsExactly(0.012);
    }

    @Test
    void joinsThePausesOfOneContender() {
        GcPauses joined = GcPauses.join(
                        List.of(pauses(List.of(9.0), List.of(1.0)), pauses(List.of(), List.of(3.0, 2.0))))
                .get(0);

        assertThat(joined.millis()).hasSize(3);
        assertThat(joined.tail()).isEqualTo(3);
        assertThat(joined.greatest()).isEqualTo(3);
        assertThat(joined.greatestOfWarmUp()).isEqualTo(9);
    }

    @Test
    void noPauseIsNoTime() {
        assertThat(pauses(List.of(), List.of()).tail()).isZero();
    }

    private static GcPauses pauses(List<Double> warmUp, List<Double> millis) {
        return new GcPauses("evenkeel", warmUp, millis);
    }
}
