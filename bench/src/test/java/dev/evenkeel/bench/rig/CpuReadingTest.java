package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CpuReadingTest {
    private static final long MILLI = 1_000_000;

    @Test
    void addsTheProcesses() {
        CpuReading before = new CpuReading(Map.of(1L, process(10, 0), 2L, process(20, 0)));
        CpuReading after = new CpuReading(Map.of(1L, process(13, 0), 2L, process(25, 0)));

        assertThat(after.nanosSince(before)).isEqualTo(8 * MILLI);
    }

    @Test
    void countsAProcessThatBegan() {
        CpuReading before = new CpuReading(Map.of(1L, process(10, 0)));
        CpuReading after = new CpuReading(Map.of(1L, process(10, 0), 2L, process(5, 0)));

        assertThat(after.nanosSince(before)).isEqualTo(5 * MILLI);
    }

    @Test
    void countsOfAProcessThatEndedOnlyWhatItUsedInBetween() {
        CpuReading before = new CpuReading(Map.of(1L, process(10, 0), 2L, process(500, 0)));
        CpuReading after = new CpuReading(Map.of(1L, process(10, 530)));

        assertThat(after.nanosSince(before)).isEqualTo(30 * MILLI);
    }

    private static ProcessCpu process(long ownMillis, long childrenMillis) {
        return new ProcessCpu(
                new ProcessStat(ownMillis * MILLI, childrenMillis * MILLI), Map.of(1L, ownMillis * MILLI));
    }
}
