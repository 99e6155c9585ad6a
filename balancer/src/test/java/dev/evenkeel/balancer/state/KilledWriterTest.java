package dev.evenkeel.balancer.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program is killed in the middle of writing several files, wherever that happens to be in each. */
class KilledWriterTest {
    private static final int KILLS = 5;
    private static final int FILES = 6;
    private static final int MOST_WRITES = 100;

    @TempDir
    Path folder;

    /** Replaced as a whole each time, kept in a journal, and a journal that is soon as long as the file. */
    @ParameterizedTest
    @CsvSource({"500, 1000000000", "500, 0", "5, 0"})
    void whatWasSaidToBeKeptIsKeptAndTheFileCanBeRead(int ballast, long shortLength) throws Exception {
        List<Path> files = IntStream.range(0, FILES)
                .mapToObj(i -> folder.resolve("state" + i + ".json"))
                .toList();
        long seed = Long.getLong("evenkeel.test.seed", 20_240_501);
        Random random = new Random(seed);
        long[] kept = new long[FILES];
        for (int kill = 0; kill < KILLS; kill++) {
            long[] said = writeAndKill(
                    files,
                    List.of(ballast, shortLength),
                    1 + random.nextInt(MOST_WRITES),
                    random.nextInt(3_000_000),
                    kept);

            for (int i = 0; i < FILES; i++) {
                long found = StateWriter.numberOf(new StateFile(files.get(i)).read());

                assertThat(found)
                        .as("file %s after kill %s of the seed %s", i, kill, seed)
                        .isGreaterThanOrEqualTo(said[i])
                        .isLessThanOrEqualTo(said[i] + 1);
                kept[i] = found;
            }
        }
    }

    /**
     * Kills the writer some time after it said so many times that it kept a change.
     *
     * @return the last that it said of each file, or what was kept before
     */
    private static long[] writeAndKill(
            List<Path> files, List<? extends Number> options, int writes, long nanos, long[] before)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StateWriter.class.getName()));
        options.forEach(option -> command.add(option.toString()));
        files.forEach(file -> command.add(file.toString()));
        Process writer = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long[] last = before.clone();
        try (BufferedReader said = writer.inputReader(UTF_8)) {
            for (int i = 0; i < writes; i++) {
                note(said.readLine(), last);
            }
            LockSupport.parkNanos(nanos);
            writer.toHandle().destroyForcibly(); // unlike that of the process, it leaves what was said to be read
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                note(line, last);
            }
            return last;
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static void note(String line, long[] last) {
        assertThat(line).as("what the writer says").matches("\\d+ \\d+");
        int space = line.indexOf(' ');
        int file = Integer.parseInt(line.substring(0, space));
        long number = Long.parseLong(line.substring(space + 1));
        assertThat(number).as("what is kept next in file %s", file).isEqualTo(last[file] + 1);
        last[file] = number;
    }
}
