package dev.evenkeel.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What was changed live, over restarts and reloads of the file. */
class LiveChangesTest {
    private static final String BACKENDS = "/v1/pools/app/backends";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private DaemonFolder files;

    @BeforeEach
    void inFolder() {
        files = new DaemonFolder(folder);
    }

    private Path file() {
        return files.file();
    }

    private Path state() {
        return files.state();
    }

    private void write(String pool) throws IOException {
        write(pool, "until-file-changes");
    }

    private void write(String pool, String rule) throws IOException {
        files.write(pool, rule);
    }

    private Daemon start() throws IOException {
        return files.start();
    }

    private String admin(Daemon daemon, String method, String path, String body) throws Exception {
        return files.admin(daemon, method, path, body).body();
    }

    private String get(Daemon daemon) throws Exception {
        return files.get(daemon).body();
    }

    private static String backends(Origin... origins) {
        var text = new StringBuilder("backends = [");
        for (Origin origin : origins) {
            text.append('"').append(origin.endpoint()).append("\" ");
        }
        return text.append(']').toString().replace("\" \"", "\", \"");
    }

    @Test
    void anAddedBackendIsThereAfterARestart() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "POST", "/v1/pools/app/backends", "{\"address\": \"" + two.endpoint() + "\", \"weight\": 3}");
        }

        try (Daemon daemon = start()) {
            assertThat(admin(daemon, "GET", "/v1/pools/app/backends/" + two.endpoint(), ""))
                    .contains("\"weight\":3");
        }
    }

    @Test
    void aRemovedBackendStaysAwayAfterARestart() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one, two));
        try (Daemon daemon = start()) {
            admin(daemon, "DELETE", "/v1/pools/app/backends/" + two.endpoint() + "?wait=true", "");
        }

        try (Daemon daemon = start()) {
            assertThat(daemon.pool("app").snapshot().backends()).hasSize(1);
        }
    }

    @Test
    void whatTheFileSaysTooIsADifferenceNoMore() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "POST", "/v1/pools/app/backends", "{\"address\": \"" + two.endpoint() + "\"}");
            write(backends(one, two));

            assertThat(admin(daemon, "POST", "/v1/config/reload", "")).contains("\"notes\":[]");

            assertThat(admin(daemon, "GET", "/v1/config/overlay", "")).contains("\"changes\":[]");
            assertThat(daemon.pool("app").snapshot().backends()).hasSize(2);
        }
    }

    /** A file of one backend, to which two were added live: the second is then written in the file, as {@code other}. */
    private void addTwoAndWriteOneOfThem(Daemon daemon, String rule, Origin one, Origin two, Origin three)
            throws Exception {
        admin(daemon, "POST", BACKENDS, "{\"address\": \"" + two.endpoint() + "\", \"weight\": 5}");
        admin(daemon, "POST", BACKENDS, "{\"address\": \"" + three.endpoint() + "\"}");
        String other = "{ address = \"" + two.endpoint() + "\", name = other }";
        write("backends = [\"" + one.endpoint() + "\", " + other + "]", rule);
    }

    private static Set<String> idsIn(Daemon daemon) {
        return daemon.pool("app").snapshot().backends().stream()
                .map(Backend::id)
                .collect(Collectors.toSet());
    }

    @Test
    void anAddedBackendThatTheFileHasByAnotherNameNowIsThatOfTheFile() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        Origin three = scene.origin("three");
        write(backends(one));
        try (Daemon daemon = start()) {
            addTwoAndWriteOneOfThem(daemon, "until-file-changes", one, two, three);

            assertThat(admin(daemon, "POST", "/v1/config/reload", ""))
                    .contains("backend " + two.endpoint()
                            + " was added live, and is in the file now as other: the file wins.");

            assertThat(idsIn(daemon)).containsExactlyInAnyOrder(one.endpoint(), "other", three.endpoint());
        }
    }

    @Test
    void anAddedBackendThatTheFileHasByAnotherNameCostsNoOtherChangeAtTheStart() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        Origin three = scene.origin("three");
        write(backends(one));
        try (Daemon daemon = start()) {
            addTwoAndWriteOneOfThem(daemon, "until-file-changes", one, two, three);
        }

        try (Daemon daemon = start()) {
            assertThat(idsIn(daemon)).containsExactlyInAnyOrder(one.endpoint(), "other", three.endpoint());
        }
    }

    @Test
    void whatWasSetOfItStaysWhereTheRuleSaysSo() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one), "live-wins");
        try (Daemon daemon = start()) {
            addTwoAndWriteOneOfThem(daemon, "live-wins", one, two, scene.origin("three"));

            admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(admin(daemon, "GET", BACKENDS + "/other", "")).contains("\"weight\":5");
        }
    }

    @Test
    void aBackendThatWasRemovedAndAddedByItsAddressOutlivesAReload() throws Exception {
        Origin one = scene.origin("one");
        write("backends = [{ address = \"" + one.endpoint() + "\", name = other }]");
        try (Daemon daemon = start()) {
            admin(daemon, "DELETE", BACKENDS + "/other?wait=true", "");
            admin(daemon, "POST", BACKENDS, "{\"address\": \"" + one.endpoint() + "\"}");

            admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(idsIn(daemon)).containsExactly(one.endpoint());
        }
    }

    @Test
    void aChangeThatDoesNotFitTheFileAnyMoreCostsNoOtherAtTheStart() throws Exception {
        Origin one = scene.origin("one");
        write(backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", "/v1/pools/app", "{\"buffers.low\": \"200k\"}");
            admin(daemon, "PATCH", BACKENDS + "/" + one.endpoint(), "{\"weight\": 7}");
        }
        write("buffers.high = 100k, " + backends(one));

        for (int run = 0; run < 2; run++) {
            try (Daemon daemon = start()) {
                assertThat(admin(daemon, "GET", BACKENDS + "/" + one.endpoint(), ""))
                        .contains("\"weight\":7");
            }
        }

        assertThat(folder.resolve("state.json.unreadable")).content().contains("buffers.low");
        assertThat(state()).content().doesNotContain("buffers.low");
    }

    @Test
    void aFileThatChangedTheSameThingWinsAndSaysSo() throws Exception {
        Origin one = scene.origin("one");
        write("policy = round-robin, " + backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");
            write("policy = random-two, " + backends(one));

            assertThat(admin(daemon, "POST", "/v1/config/reload", ""))
                    .contains("policy.name was set to first live, and changed in the file from round-robin to"
                            + " random-two: the file wins.");

            assertThat(admin(daemon, "GET", "/v1/pools/app", "")).contains("\"policy\":\"random-two\"");
        }
    }

    @Test
    void theLiveChangeStaysWhereTheRuleSaysSo() throws Exception {
        Origin one = scene.origin("one");
        write("policy = round-robin, " + backends(one), "live-wins");
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");
            write("policy = random-two, " + backends(one), "live-wins");

            admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(admin(daemon, "GET", "/v1/pools/app", "")).contains("\"policy\":\"first\"");
        }
    }

    @Test
    void aLiveChangeOutlivesAReloadOfAnUnchangedFile() throws Exception {
        Origin one = scene.origin("one");
        write("policy = round-robin, " + backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");

            admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(admin(daemon, "GET", "/v1/pools/app", "")).contains("\"policy\":\"first\"");
        }
    }

    @Test
    void aChangeThatIsDroppedGivesTheFileItsWordBack() throws Exception {
        Origin one = scene.origin("one");
        write("policy = round-robin, " + backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");

            admin(daemon, "DELETE", "/v1/config/overlay/pools/app", "");

            assertThat(admin(daemon, "GET", "/v1/pools/app", "")).contains("\"policy\":\"round-robin\"");
        }
    }

    @Test
    void aStateFileThatCannotBeReadIsPutAside() throws Exception {
        write(backends(scene.origin("one")));
        Files.writeString(state(), "{ nonsense");

        try (Daemon daemon = start()) {
            assertThat(get(daemon)).isEqualTo("one");
        }

        assertThat(folder.resolve("state.json.unreadable")).hasContent("{ nonsense");
    }

    @Test
    void aStateFileWithAKeyThatCannotBeOneIsPutAside() throws Exception {
        write(backends(scene.origin("one")));
        Files.writeString(state(), """
                {"version":1,"changes":[
                {"pool":"app","presence":"changed","values":{"queue..x":{"live":"1","file":null}}}
                ]}""");

        try (Daemon daemon = start()) {
            assertThat(get(daemon)).isEqualTo("one");
        }

        assertThat(folder.resolve("state.json.unreadable")).exists();
    }

    @Test
    void aStateFileThatSetsTheBackendsOfAPoolAsOneValueCostsThatChangeAlone() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one));
        Files.writeString(state(), """
                {"version":1,"changes":[
                {"pool":"app","presence":"changed","values":{"backends":{"live":"x","file":null}}},
                {"pool":"app","backend":"%s","presence":"added","values":{"address":{"live":"%s","file":null}}}
                ]}""".formatted(two.endpoint(), two.endpoint()));

        try (Daemon daemon = start()) {
            assertThat(idsIn(daemon)).containsExactlyInAnyOrder(one.endpoint(), two.endpoint());
            assertThat(admin(daemon, "GET", "/v1/config/overlay", ""))
                    .contains(two.endpoint())
                    .doesNotContain("\"backends\"");
            assertThat(admin(daemon, "POST", "/v1/config/reload", "")).contains("\"notes\":[]");
        }
    }

    @Test
    void whatTheDaemonRunsWithNeedsNoStart() throws Exception {
        Origin one = scene.origin("one");
        write(backends(one));
        try (Daemon daemon = start()) {
            write(backends(one), "file-wins");
            assertThat(admin(daemon, "POST", "/v1/config/reload", ""))
                    .contains("admin: changed, which takes effect at the next start");
            write(backends(one));

            assertThat(admin(daemon, "POST", "/v1/config/reload", "")).contains("\"notes\":[]");
        }
    }

    @Test
    void aReloadServesWhatTheFileAdds() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one));
        try (Daemon daemon = start()) {
            write(backends(two));

            assertThat(admin(daemon, "POST", "/v1/config/plan", ""))
                    .contains("backend " + two.endpoint() + " added")
                    .contains("backend " + one.endpoint() + " removed");
            admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(get(daemon)).isEqualTo("two");
        }
    }

    /** Two listeners, each with a pool of its own; only the first pair is there after a reload of {@code one}. */
    private void writePairs(Origin one, @Nullable Origin two) throws IOException {
        String second = two == null ? "" : """
                listeners.second { bind = "127.0.0.1:0", routes = [ { service = other } ] }
                pools.other.backends = [ %s ]
                """.formatted(two.address());
        Files.writeString(file(), second + """
                listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                pools.app.backends = [ %s ]
                admin.bind = "127.0.0.1:0"
                runtime { threads = 1, shutdown-timeout = 1s }
                """.formatted(one.address()));
    }

    @Test
    void aRequestThatARemovedListenerStillReadsIsServedByItsRemovedPool() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        writePairs(one, two);
        try (Daemon daemon = start()) {
            RawClient late =
                    scene.client(daemon.listenerAddresses("second").get(0)).send("GET / HTTP/1.1\r\n");
            await().until(() -> admin(daemon, "GET", "/v1/listeners/second", "").contains("\"connections\":1"));
            assertThat(get(daemon)).isEqualTo("one");
            writePairs(one, null);

            assertThat(admin(daemon, "POST", "/v1/config/reload", "")).contains("\"notes\":[]");

            assertThat(late.send("Host: a\r\n\r\n").readResponse().body()).isEqualTo("two");
        }
    }

    @Test
    void aReloadOfAFileWithAMistakeChangesNothing() throws Exception {
        Origin one = scene.origin("one");
        write(backends(one));
        try (Daemon daemon = start()) {
            write("polcy = first, " + backends(one));

            String answer = admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(answer).contains("evenkeel.conf:2: pools.app.polcy: unknown key");
            assertThat(get(daemon)).isEqualTo("one");
        }
    }

    @Test
    void aReloadThatALiveChangeDoesNotFitIsRefusedAndNamesIt() throws Exception {
        Origin one = scene.origin("one");
        write("buffers { low = 10KiB, high = 500KiB }, " + backends(one));
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", "/v1/pools/app", "{\"buffers.low\": \"200KiB\"}");
            write("buffers { low = 10KiB, high = 100KiB }, " + backends(one));

            String answer = admin(daemon, "POST", "/v1/config/reload", "");
            admin(daemon, "DELETE", "/v1/config/overlay/pools/app", "");
            String afterwards = admin(daemon, "POST", "/v1/config/reload", "");

            assertThat(answer)
                    .contains("Live change of pools.app: ")
                    .contains("pools.app.buffers.low: low, 204800 bytes, is not below high, 102400 bytes")
                    .contains("The files alone are good. Change them, or drop the live change: evenkeel ctl drop.");
            assertThat(afterwards).contains("\"notes\":[]");
        }
    }

    @Test
    void aBackendThatDidNotChangeKeepsItsConnections() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write(backends(one));
        try (Daemon daemon = start()) {
            get(daemon);
            write("policy = first, " + backends(one, two));

            admin(daemon, "POST", "/v1/config/reload", "");
            get(daemon);

            assertThat(one.connections()).hasSize(1);
            assertThat(one.requests()).hasSize(2);
        }
    }
}
