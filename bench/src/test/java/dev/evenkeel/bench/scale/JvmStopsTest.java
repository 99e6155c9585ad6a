package dev.evenkeel.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JvmStopsTest {
    private static final String ON_17 =
            "[0.2s][info][safepoint] Safepoint \"GenCollectForAllocation\", Time since last: 90000000 ns, "
                    + "Reaching safepoint: 50000 ns, At safepoint: 2450000 ns, Total: 2500000 ns\n";
    private static final String ON_25 =
            "[0.3s][info][safepoint] Safepoint \"SerialCollectForAllocation\", Time since last:   90000000 ns, "
                    + "Reaching safepoint:      50000 ns, At safepoint:    1150000 ns, "
                    + "Leaving safepoint:      50000 ns, Total:    1250000 ns, Threads: 2 runnable, 15 total\n";

    @Test
    void readsTheLogOfEachJava() {
        assertThat(JvmStops.parse(ON_17 + "[0.2s][info][gc] something else\n" + ON_25))
                .containsExactly(2_500_000L, 1_250_000L);
    }

    @Test
    void theLongestIsOneSinceTheRestart(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("stops.log"), ON_17);
        var stops = new JvmStops(log);
        assertThat(stops.longestMillis()).isEqualTo(2.5);

        stops.restart();
        assertThat(stops.longestMillis()).isZero();
        Files.writeString(log, ON_25, StandardOpenOption.APPEND);

        assertThat(stops.longestMillis()).isEqualTo(1.25);
    }
}
