package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that take in others. */
class IncludeTest {

    @TempDir
    Path folder;

    @BeforeEach
    void aFolderWithin() throws IOException {
        Files.createDirectory(folder.resolve("pools"));
    }

    @Test
    void pathsBeginInTheFolderOfTheFileTheyAreWrittenIn() throws IOException {
        write("pools/page.html", "<p>Sorry</p>");
        write("pools/errors.conf", "error-pages { default = \"page.html\" }");
        write("pools/app.conf", "app { backends = [\"unix:app.sock\"] }");
        write("main.conf", """
                listeners.web { bind = "unix:web.sock", routes = [{ service = app }], include "pools/errors.conf" }
                pools { include "pools/app.conf" }
                """);

        var config = new Parsed(ConfigLoader.load(folder.resolve("main.conf")).orElseThrow());

        assertThat(config.listener("web").bind()).containsExactly(unix("web.sock"));
        assertThat(config.listener("web").errorPages().fallback()).isEqualTo(folder.resolve("pools/page.html"));
        assertThat(config.pool("app").members().backends().get(0).address()).isEqualTo(unix("pools/app.sock"));
    }

    @Test
    void aProblemIsNamedInTheFileWhereItStands() throws IOException {
        write("pools/app.conf", "app {\n  backends = []\n  queue { length = -1, length = 2 }\n}");
        write("main.conf", main("pools { include \"pools/app.conf\" }"));

        assertThat(problems())
                .containsExactly(folder.resolve("pools/app.conf")
                        + ":3: pools.app.queue.length: set twice (first in line 3)." + " Leave only one of them.");
    }

    @Test
    void aLaterFileMayOverrideAnEarlierOne() throws IOException {
        write("pools/app.conf", "pools.app { backends = [], policy = first }");
        write("main.conf", main("include \"pools/app.conf\"\npools.app.policy = random-two"));

        var config = new Parsed(ConfigLoader.load(folder.resolve("main.conf")).orElseThrow());

        assertThat(config.pool("app").policy().name()).isEqualTo("random-two");
    }

    @Test
    void aFileThatIsNotThereIsAProblem() throws IOException {
        write("main.conf", main("pools.app.backends = []\ninclude \"nope.conf\""));

        assertThat(problems())
                .containsExactly(folder.resolve("main.conf") + ":3: include: \"nope.conf\": no such file."
                        + " Paths begin in the folder of this file.");
    }

    @Test
    void aFileThatIncludesItselfIsAProblem() throws IOException {
        write("pools/app.conf", "include \"../main.conf\"");
        write("main.conf", main("pools.app.backends = []\ninclude \"pools/app.conf\""));

        assertThat(problems())
                .containsExactly(folder.resolve("pools/app.conf") + ":1: include: \"../main.conf\" includes itself");
    }

    @Test
    void onlyFilesAreIncluded() throws IOException {
        write("main.conf", main("""
                        pools.app.backends = []
                        include url("http://127.0.0.1:1/x.conf")
                        include required(classpath("reference-of-keys.conf"))
                        """));

        assertThat(problems())
                .extracting(problem -> problem.substring(problem.indexOf(": ") + 2))
                .containsExactly(
                        "include: url(…) is not supported. Include a file: include \"other.conf\".",
                        "include: classpath(…) is not supported. Include a file: include \"other.conf\".");
    }

    @Test
    void syntaxErrorsOfAllFilesAreSaidAtOnce() throws IOException {
        write("pools/a.conf", "a = [");
        write("pools/b.conf", "\nb = }");
        write("main.conf", main("include \"pools/a.conf\"\ninclude \"pools/b.conf\""));

        assertThat(problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith(folder.resolve("pools/a.conf") + ":1: "),
                        problem -> assertThat(problem).startsWith(folder.resolve("pools/b.conf") + ":2: "));
    }

    @Test
    void aFileThatCanNotBeReadIsAProblem() throws IOException {
        assertThat(ConfigLoader.load(folder.resolve("none.conf")).problems())
                .containsExactly(new Problem(folder.resolve("none.conf").toString(), 0, "", "no such file", ""));
        assertThat(ConfigLoader.load(folder).problems())
                .extracting(Problem::message)
                .containsExactly("is a folder (expected: a file)");
        Files.write(folder.resolve("latin.conf"), new byte[] {'a', '=', (byte) 0xe4});
        assertThat(ConfigLoader.load(folder.resolve("latin.conf")).problems())
                .extracting(Problem::message)
                .containsExactly("is not UTF-8");
    }

    private static String main(String rest) {
        return "listeners.web { bind = \"127.0.0.1:80\", routes = [{ service = app }] }\n" + rest;
    }

    private Address unix(String path) {
        return new Address.Unix(folder.resolve(path).toString());
    }

    private List<String> problems() {
        return ConfigLoader.load(folder.resolve("main.conf")).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
