package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.LiveChange.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read again and has not changed is not held twice. */
class HeldPoolsTest {
    private static final String FRAME = "listeners.web { bind = \"127.0.0.1:1\", routes = [ { service = one } ] }\n";
    private static final String ONE = "pools.one.backends = [\"10.0.0.1:80\", \"10.0.0.2:80\"]\n";
    private static final String TWO = "pools.two.backends = [\"10.0.1.1:80\", \"10.0.1.2:80\"]\n";
    private static final Resource BACKEND = Resource.backend("one", "10.0.0.1:80");

    @TempDir
    private Path folder;

    private ConfigFile file;
    private EvenkeelConfig first;

    @BeforeEach
    void read() throws IOException {
        begin(ONE + TWO);
    }

    private void begin(String pools) throws IOException {
        file = ConfigLoader.load(write(pools)).fileOrElseThrow();
        first = file.config();
    }

    private Path write(String pools) throws IOException {
        return Files.writeString(folder.resolve("evenkeel.conf"), FRAME + pools);
    }

    private ConfigFile again(String pools) throws IOException {
        return ConfigLoader.loadAgain(write(pools), file, first).fileOrElseThrow();
    }

    private static PoolConfig pool(EvenkeelConfig config, String name) {
        return requireNonNull(config.pools().get(name));
    }

    private static List<BackendConfig> backends(EvenkeelConfig config, String pool) {
        return pool(config, pool).members().backends();
    }

    @Test
    void aPoolThatStaysIsTheSameObject() throws IOException {
        EvenkeelConfig next = again(TWO + ONE).config();

        assertThat(pool(next, "one")).isSameAs(pool(first, "one"));
        assertThat(pool(next, "two")).isSameAs(pool(first, "two"));
    }

    @Test
    void ofAPoolThatChangesTheBackendsThatStayAreTheSameObjects() throws IOException {
        EvenkeelConfig next = again(
                        ONE.replace("]", ", { address = \"10.0.0.3:80\", weight = 3 }]") + "pools.one.policy = first\n")
                .config();

        assertThat(pool(next, "one").policy()).isNotEqualTo(pool(first, "one").policy());
        assertThat(backends(next, "one")).hasSize(3);
        assertThat(backends(next, "one").get(0)).isSameAs(backends(first, "one").get(0));
        assertThat(backends(next, "one").get(1)).isSameAs(backends(first, "one").get(1));
    }

    @Test
    void aBackendOfTheSameNameWithOtherSettingsIsAnotherOne() throws IOException {
        EvenkeelConfig next = again(ONE.replace("\"10.0.0.1:80\"", "{ address = \"10.0.0.1:80\", weight = 3 }"))
                .config();

        assertThat(backends(next, "one")).extracting(BackendConfig::weight).containsExactly(3, 1);
    }

    @Test
    void whatIsLaidOverAPoolThatStaysIsTheSameObjectToo() throws IOException {
        Overlay overlay = Overlay.of(
                List.of(new LiveChange(BACKEND, Presence.CHANGED, Map.of("weight", new LiveValue("7", null)))));
        first = again(ONE + TWO).with(overlay, first).orElseThrow();

        EvenkeelConfig next = again(ONE + TWO).with(overlay, first).orElseThrow();

        assertThat(backends(next, "one")).extracting(BackendConfig::weight).containsExactly(7, 1);
        assertThat(pool(next, "one")).isSameAs(pool(first, "one"));
        assertThat(pool(next, "two")).isSameAs(pool(first, "two"));
    }

    @Test
    void whatIsWrittenDifferentlyAndMeansTheSameIsTheSameObject() throws IOException {
        EvenkeelConfig next = again(
                        "pools { one { backends = [\"10.0.0.1:80\", { address = \"10.0.0.2:80\" }] } }\n" + TWO)
                .config();

        assertThat(pool(next, "one")).isSameAs(pool(first, "one"));
    }

    @Test
    void aNumberThatIsEqualAndWrittenInAWayThatIsRefusedIsRefused() throws IOException {
        begin(ONE + TWO + "pools.one.queue.length = 5\n");

        LoadResult next = ConfigLoader.loadAgain(write(ONE + TWO + "pools.one.queue.length = 5.0\n"), file, first);

        assertThat(next.problems()).extracting(Problem::key).containsExactly("pools.one.queue.length");
    }

    @Test
    void aSubstitutionThatHasAnotherValueIsReadAnew() throws IOException {
        String pools = ONE + TWO + "pools.one.policy = ${pools.two.policy}\npools.two.policy = ";
        begin(pools + "first\n");

        EvenkeelConfig next = again(pools + "least-connections\n").config();

        assertThat(pool(next, "one").policy()).isEqualTo(pool(next, "two").policy());
        assertThat(pool(next, "one").policy()).isNotEqualTo(pool(first, "one").policy());
    }

    @Test
    void anIncludedFileThatHasChangedIsReadThoughTheOneThatIncludesItHasNot() throws IOException {
        Path other = Files.writeString(folder.resolve("pool.conf"), "backends = [\"10.0.0.1:80\"]\n");
        begin("pools.one { include \"pool.conf\" }\n");
        Files.writeString(other, "backends = [\"10.0.0.9:80\"]\n");

        EvenkeelConfig next = again("pools.one { include \"pool.conf\" }\n").config();

        assertThat(backends(next, "one")).extracting(BackendConfig::name).containsExactly("10.0.0.9:80");
    }

    @Test
    void aRelativePathThatIsIncludedFromAnotherFolderIsAnotherSocket() throws IOException {
        for (String name : List.of("a", "b")) {
            Path other = Files.createDirectories(folder.resolve(name)).resolve("pool.conf");
            Files.writeString(other, "backends = [\"unix:app.sock\"]\n");
        }
        begin("pools.one { include \"a/pool.conf\" }\n");

        EvenkeelConfig next = again("pools.one { include \"b/pool.conf\" }\n").config();

        assertThat(backends(next, "one"))
                .extracting(backend -> backend.address().toString())
                .containsExactly("unix:" + folder.resolve("b/app.sock"));
    }
}
