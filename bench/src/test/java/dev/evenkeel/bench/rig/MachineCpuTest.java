package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MachineCpuTest {
    @Test
    void tellsBusyAndStolenFromIdle() {
        MachineCpu machine = MachineCpu.parse("cpu  100 20 3 70000 500 4 5 6 0 0\ncpu0 50 10 1 35000 250 2 2 3 0 0\n");

        assertThat(machine).isEqualTo(new MachineCpu(1_320_000_000, 60_000_000));
    }

    @Test
    void readsThisMachine() {
        assertThat(MachineCpu.read().busyNanos()).isPositive();
    }

    @Test
    void refusesAnotherFile() {
        assertThatThrownBy(() -> MachineCpu.parse("intr 1 2 3"))
                .hasMessage("/proc/stat: intr 1 2 3 (expected: a first line of cpu totals)");
    }
}
