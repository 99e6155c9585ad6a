package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that users begin with. */
class SampleFilesTest {

    private static final Path FOLDER = Path.of("../conf");

    @Test
    void areThere() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "demo.conf",
                        "load-balancer.conf",
                        "virtual-hosts.conf",
                        "keep-alive.conf",
                        "django-gunicorn.conf",
                        "every-setting.conf");
    }

    @ParameterizedTest
    @MethodSource("files")
    void haveNoProblems(Path file) {
        assertThat(ConfigLoader.load(file).problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void areInTheListOfTheReadme(Path file) throws IOException {
        assertThat(Files.readString(FOLDER.resolve("README.md"))).contains("| `" + file.getFileName() + "` |");
    }

    @ParameterizedTest
    @MethodSource("files")
    void beginWithAnExplanation(Path file) throws IOException {
        assertThat(Files.readString(file)).startsWith("# ");
    }

    @Test
    void everySettingSetsEveryKey() throws IOException {
        var text = Files.readString(FOLDER.resolve("every-setting.conf"));

        assertThat(KeyPaths.leaves(text).stream().map(KeyPaths::pattern).distinct())
                .containsExactlyElementsOf(Keys.all().stream().map(Key::path).toList());
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }
}
