package dev.evenkeel.balancer.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program is killed in the middle of writing, wherever that happens to be. */
class KilledWriterTest {
    private static final int KILLS = 25;
    private static final int MOST_WRITES = 40;

    @TempDir
    Path folder;

    /** Replaced as a whole each time, kept in a journal, and a journal that is soon as long as the file. */
    @ParameterizedTest
    @CsvSource({"500, 1000000000", "500, 0", "5, 0"})
    void whatWasSaidToBeKeptIsKeptAndTheFileCanBeRead(int ballast, long shortLength) throws Exception {
        Path file = folder.resolve("state.json");
        StateFile state = new StateFile(file);
        long seed = Long.getLong("evenkeel.test.seed", 20_240_501);
        Random random = new Random(seed);
        long kept = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long said = writeAndKill(
                    file, List.of(ballast, shortLength), 1 + random.nextInt(MOST_WRITES), random.nextInt(3_000_000));

            long found = StateWriter.numberOf(state.read());

            assertThat(found)
                    .as("after kill %s of the seed %s, of what was kept before: %s", kill, seed, kept)
                    .isGreaterThanOrEqualTo(said)
                    .isLessThanOrEqualTo(said + 1);
            assertThat(said).isGreaterThan(kept);
            kept = found;
        }
    }

    /** Kills the writer some time after it said so many times that it kept a change; returns the last it said. */
    private static long writeAndKill(Path file, List<? extends Number> options, int writes, long nanos)
            throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateWriter.class.getName(),
                        file.toString(),
                        options.get(0).toString(),
                        options.get(1).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = writer.inputReader(UTF_8)) {
            String last = "";
            for (int i = 0; i < writes; i++) {
                last = said.readLine();
            }
            LockSupport.parkNanos(nanos);
            writer.toHandle().destroyForcibly(); // unlike that of the process, it leaves what was said to be read
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = line;
            }
            return Long.parseLong(last);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }
}
