package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessCpuTest {
    private static final long MILLI = 1_000_000;

    @Test
    void countsToTheNanosecondWhileNoThreadEnds() {
        ProcessCpu before = new ProcessCpu(stat(100), Map.of(1L, 90 * MILLI, 2L, 17 * MILLI));
        ProcessCpu after = new ProcessCpu(stat(110), Map.of(1L, 95 * MILLI + 123, 2L, 20 * MILLI));

        assertThat(after.nanosSince(before)).isEqualTo(8 * MILLI + 123);
    }

    @Test
    void countsTheWholeOfAThreadThatBegan() {
        ProcessCpu before = new ProcessCpu(stat(100), Map.of(1L, 100 * MILLI));
        ProcessCpu after = new ProcessCpu(stat(110), Map.of(1L, 101 * MILLI, 2L, 7 * MILLI));

        assertThat(after.nanosSince(before)).isEqualTo(8 * MILLI);
    }

    @Test
    void goesByTheProcessWhenAThreadHasEnded() {
        ProcessCpu before = new ProcessCpu(stat(100), Map.of(1L, 90 * MILLI, 2L, 10 * MILLI));
        ProcessCpu after = new ProcessCpu(stat(150), Map.of(1L, 95 * MILLI));

        assertThat(after.nanosSince(before)).isEqualTo(50 * MILLI);
    }

    @Test
    void goesByTheProcessWhenAThreadCameAndWent() {
        ProcessCpu before = new ProcessCpu(stat(100), Map.of(1L, 100 * MILLI));
        ProcessCpu after = new ProcessCpu(stat(200), Map.of(1L, 110 * MILLI));

        assertThat(after.nanosSince(before)).isEqualTo(100 * MILLI);
    }

    @Test
    void takesTheFirstNumberOfSchedstat() {
        assertThat(ProcessCpu.parseSchedstat("258905 80780 1\n")).isEqualTo(258905);
    }

    @Test
    void readsAProcessThatUsesTheProcessor() {
        Path self = Path.of("/proc/self");
        ProcessCpu before = ProcessCpu.read(self);
        long until = System.nanoTime() + 50 * MILLI;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        ProcessCpu after = ProcessCpu.read(self);

        assertThat(after).isNotNull();
        assertThat(after.nanosSince(before)).isGreaterThan(0);
    }

    @Test
    void knowsNothingOfAProcessThatHasEnded() {
        assertThat(ProcessCpu.read(Path.of("/proc/0"))).isNull();
    }

    private static ProcessStat stat(long ownMillis) {
        return new ProcessStat(ownMillis * MILLI, 0);
    }
}
