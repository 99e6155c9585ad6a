package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubprocessTest {
    @TempDir
    private Path directory;

    @Test
    void endsAProgramWithItsChildren() {
        try (Cleanup cleanup = Cleanup.atExit()) {
            Subprocess parent = start(cleanup, "sh", "-c", "sleep 60 & wait");
            List<Long> pids = awaitProcesses(parent, 2);

            parent.stop();

            assertThat(pids).allSatisfy(pid -> assertThat(runs(pid)).isFalse());
        }
    }

    @Test
    void endsWithTheCleanup() {
        Cleanup cleanup = Cleanup.atExit();
        Subprocess program = start(cleanup, "sleep", "60");
        List<Long> pids = awaitProcesses(program, 1);

        cleanup.close();

        assertThat(pids).allSatisfy(pid -> assertThat(runs(pid)).isFalse());
    }

    @Test
    void givesExitCodeAndLastWords() {
        try (Cleanup cleanup = Cleanup.atExit()) {
            Subprocess program = start(cleanup, "sh", "-c", "echo of no use >&2; exit 3");

            assertThat(program.waitFor()).isEqualTo(3);
            assertThat(program.lastWords()).isEqualTo("of no use");
        }
    }

    @Test
    void saysWhatCannotBeStarted() {
        try (Cleanup cleanup = Cleanup.atExit()) {
            Launch launch =
                    new Launch("ghost", List.of("sleep"), Map.of(), directory.resolve("missing"), directory, directory);

            assertThatThrownBy(() -> Subprocess.start(launch, 0, cleanup))
                    .hasMessageStartingWith("ghost does not start");
        }
    }

    private Subprocess start(Cleanup cleanup, String... command) {
        Path output = directory.resolve("output");
        Launch launch =
                new Launch(command[0], List.of(command), Map.of(), directory, output, directory.resolve("errors"));
        return Subprocess.start(launch, 0, cleanup);
    }

    /** Without sleeping: asks again until the tree has grown, for ten seconds at most. */
    private static List<Long> awaitProcesses(Subprocess program, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<Long> pids = program.pids();
        while (pids.size() < count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            pids = program.pids();
        }
        assertThat(pids).hasSizeGreaterThanOrEqualTo(count);
        return pids;
    }

    /** In a container without an init nobody waits for an orphan, which then stays behind as a zombie. */
    private static boolean runs(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("State:\tZ");
        } catch (IOException e) {
            return false;
        }
    }
}
