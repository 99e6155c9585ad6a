package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ResidentMemoryTest {
    @Test
    void readsKibibytes() {
        assertThat(ResidentMemory.parse(
                        "Name:\tnginx\nVmSize:\t   99999 kB\nVmRSS:\t    8124 kB\nThreads:\t1\n", "VmRSS:"))
                .isEqualTo(8124 * 1024);
    }

    @Test
    void countsAProcessWithoutMemoryAsNothing() {
        assertThat(ResidentMemory.parse("Name:\tnginx\nState:\tZ (zombie)\n", "VmRSS:"))
                .isZero();
    }

    @Test
    void addsProcesses() {
        long self = ProcessHandle.current().pid();

        assertThat(ResidentMemory.bytes(List.of(self))).isGreaterThan(1024 * 1024);
        assertThat(ResidentMemory.bytes(List.of())).isZero();
    }
}
