package dev.evenkeel.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Live changes of single addresses of a host name. The name is localhost, which every machine knows (RFC 6761). */
class LiveChangesOfHostNamesTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private DaemonFolder files;
    private int port;
    private String address;
    private String id;

    @BeforeEach
    void listen() {
        files = new DaemonFolder(folder);
        Origin origin = scene.origin("one");
        address = origin.endpoint();
        port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        id = "localhost:" + port + "/127.0.0.1";
    }

    private void write(String backends) throws IOException {
        files.write("backends = [ " + backends + " ]", "until-file-changes");
    }

    private void writeHostName() throws IOException {
        write("\"localhost:" + port + "\"");
    }

    /** Started, and the name looked up. */
    private Daemon start() throws IOException {
        Daemon daemon = files.start();
        awaitAddress(daemon);
        return daemon;
    }

    private void awaitAddress(Daemon daemon) {
        await().untilAsserted(() -> assertThat(daemon.pool("app").snapshot().backends())
                .extracting(Backend::id)
                .contains(id));
    }

    private BackendState state(Daemon daemon) {
        return daemon.pool("app").snapshot().backends().stream()
                .filter(backend -> backend.id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private HttpResponse<String> admin(Daemon daemon, String method, String path, String body) throws Exception {
        return files.admin(daemon, method, path, body);
    }

    private void drain(Daemon daemon) throws Exception {
        assertThat(admin(daemon, "PATCH", "/v1/pools/app/backends/" + address, "{\"state\": \"draining\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAddressIsDrainedAndMadeReadyAgain() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            drain(daemon);
            assertThat(state(daemon)).isEqualTo(BackendState.DRAINING);
            assertThat(admin(daemon, "GET", "/v1/drains", "").body()).contains("\"backend\":\"" + id + "\"");

            admin(daemon, "PATCH", "/v1/pools/app/backends/" + address, "{\"state\": \"ready\"}");

            assertThat(state(daemon)).isEqualTo(BackendState.READY);
        }
    }

    @Test
    void itsLongIdNamesItToo() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            String path = "/v1/pools/app/backends/" + id.replace("/", "%2F");

            assertThat(admin(daemon, "PATCH", path, "{\"weight\": 4}").body()).contains("\"weight\":4");
        }
    }

    @Test
    void aChangeIsThereAfterARestart() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            drain(daemon);
        }

        try (Daemon daemon = start()) {
            assertThat(state(daemon)).isEqualTo(BackendState.DRAINING);
            assertThat(admin(daemon, "GET", "/v1/config/overlay", "").body())
                    .contains("\"backend\":\"" + id + "\"")
                    .contains("\"in-effect\":true");
        }
    }

    @Test
    void aChangeThatIsDroppedGivesTheFileItsWordBack() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            drain(daemon);

            admin(daemon, "DELETE", "/v1/config/overlay/pools/app/backends/" + address, "");

            assertThat(state(daemon)).isEqualTo(BackendState.READY);
        }
    }

    @Test
    void aChangeOfAnAddressThatTheNameHasNotIsShownAsNotInEffectAndCanBeDropped() throws Exception {
        writeHostName();
        Files.writeString(files.state(), """
                {"version": 1, "changes": [
                {"pool": "app", "backend": "localhost:%d/192.0.2.1", "presence": "changed",
                 "values": {"weight": {"live": "4", "file": null}}}]}
                """.formatted(port));
        try (Daemon daemon = start()) {
            assertThat(admin(daemon, "GET", "/v1/config/overlay", "").body()).contains("\"in-effect\":false");

            assertThat(admin(daemon, "DELETE", "/v1/config/overlay/pools/app/backends/192.0.2.1:" + port, "")
                            .body())
                    .contains("\"changes\":[]");
        }
    }

    @Test
    void anAddressCannotBeRemovedAndTheAnswerSaysWhatToDo() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            HttpResponse<String> answer = admin(daemon, "DELETE", "/v1/pools/app/backends/" + address, "");

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("Set its state to draining or maintenance to keep it out.");
            assertThat(state(daemon)).isEqualTo(BackendState.READY);
        }
    }

    @Test
    void aReloadWithoutTheHostNameTakesTheChangeAlong() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            drain(daemon);
            write("\"" + address + "\"");

            assertThat(admin(daemon, "POST", "/v1/config/reload", "").body()).contains("its live changes fell away");

            assertThat(admin(daemon, "GET", "/v1/config/overlay", "").body()).contains("\"changes\":[]");
            assertThat(daemon.pool("app").snapshot().backends())
                    .extracting(Backend::state)
                    .containsExactly(BackendState.READY);
        }
    }

    private String entryPath() {
        return "/v1/pools/app/backends/localhost:" + port;
    }

    @Test
    void theEntryOfTheHostNameTellsOfItsAddresses() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            HttpResponse<String> answer = admin(daemon, "GET", entryPath(), "");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"backends\":[").contains("\"" + id + "\"");
        }
    }

    @Test
    void whatIsSetForTheEntryHoldsForItsAddresses() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            assertThat(admin(daemon, "PATCH", entryPath(), "{\"weight\": 7}").body())
                    .contains("\"weight\":7");

            assertThat(daemon.pool("app").snapshot().backends())
                    .extracting(Backend::weight)
                    .containsOnly(7);
        }
    }

    @Test
    void aDrainOfTheEntryIsOneDrainOfAllItsAddresses() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            admin(daemon, "PATCH", entryPath(), "{\"state\": \"draining\"}");

            assertThat(daemon.pool("app").snapshot().backends())
                    .extracting(Backend::state)
                    .containsOnly(BackendState.DRAINING);
            await().untilAsserted(() -> assertThat(
                            admin(daemon, "GET", "/v1/drains", "").body())
                    .contains("\"backend\":\"localhost:" + port + "\",\"state\":\"finished\""));
        }
    }

    @Test
    void aRemovedEntryIsGoneWithItsAddressesAfterARestartToo() throws Exception {
        writeHostName();
        try (Daemon daemon = start()) {
            HttpResponse<String> answer = admin(daemon, "DELETE", entryPath() + "?wait=true", "");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"state\":\"finished\"")
                    .contains("Pool app has no backend left that takes requests.");
            assertThat(daemon.pool("app").snapshot().backends()).isEmpty();
        }

        try (Daemon daemon = files.start()) {
            assertThat(daemon.pool("app").snapshot().backends()).isEmpty();
            assertThat(admin(daemon, "GET", entryPath(), "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void anEntryThatWasAddedLiveTakesTheChangesOfItsAddressesAlongWhenItIsRemoved() throws Exception {
        write("");
        try (Daemon daemon = files.start()) {
            admin(daemon, "POST", "/v1/pools/app/backends", "{\"address\": \"localhost:" + port + "\"}");
            awaitAddress(daemon);
            drain(daemon);

            admin(daemon, "DELETE", entryPath(), "");

            assertThat(admin(daemon, "GET", "/v1/config/overlay", "").body()).contains("\"changes\":[]");
        }
    }

    @Test
    void anAddressOfAHostNameThatWasAddedLiveIsDrainedAfterARestartToo() throws Exception {
        write("");
        try (Daemon daemon = files.start()) {
            String host = "{\"address\": \"localhost:" + port + "\"}";
            assertThat(admin(daemon, "POST", "/v1/pools/app/backends", host).statusCode())
                    .isEqualTo(201);
            awaitAddress(daemon);
            drain(daemon);
        }

        try (Daemon daemon = start()) {
            assertThat(state(daemon)).isEqualTo(BackendState.DRAINING);
        }
    }
}
