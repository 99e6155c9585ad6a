package dev.evenkeel.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.ConfigLoader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runtime.reload-on-change}: the file is followed however it is changed. */
class ReloadOnChangeTest {

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private Path file() {
        return folder.resolve("evenkeel.conf");
    }

    private static String config(String pools) {
        return """
                listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                %s
                admin.bind = "127.0.0.1:0"
                runtime { threads = 1, shutdown-timeout = 1s, reload-on-change = on }
                """.formatted(pools);
    }

    private static String policy(String policy) {
        return "pools.app { backends = [], policy = " + policy + " }";
    }

    private Daemon start() throws IOException {
        return Daemon.start(ConfigLoader.load(file()).fileOrElseThrow(), file());
    }

    private String admin(Daemon daemon, String path) throws Exception {
        var address = (InetSocketAddress) requireNonNull(daemon.adminAddress());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .header("Accept", "application/json")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30)).until(condition);
    }

    private static String policyOf(Daemon daemon) {
        return daemon.pool("app").config().policy().name();
    }

    @Test
    void aFileThatIsWrittenIsReloaded() throws Exception {
        Files.writeString(file(), config(policy("first")));
        try (Daemon daemon = start()) {
            Files.writeString(file(), config(policy("random-two")));

            eventually(() -> policyOf(daemon).equals("random-two"));
            eventually(() -> admin(daemon, "/v1/events?type=reloaded").contains("\"by\":\"file-change\""));
        }
    }

    @Test
    void aFileThatAnEditorPutsInItsPlaceIsReloaded() throws Exception {
        Files.writeString(file(), config(policy("first")));
        try (Daemon daemon = start()) {
            Path fresh = folder.resolve(".evenkeel.conf.swp");
            Files.writeString(fresh, config(policy("random-two")));
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);

            eventually(() -> policyOf(daemon).equals("random-two"));
        }
    }

    @Test
    void aFolderLinkThatLeadsElsewhereIsFollowed() throws Exception {
        Files.createDirectories(folder.resolve("v1"));
        Files.createDirectories(folder.resolve("v2"));
        Files.writeString(folder.resolve("v1/evenkeel.conf"), config(policy("first")));
        Files.writeString(folder.resolve("v2/evenkeel.conf"), config(policy("random-two")));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("v1"));
        Files.createSymbolicLink(file(), Path.of("..data/evenkeel.conf"));
        try (Daemon daemon = start()) {
            Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("v2"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

            eventually(() -> policyOf(daemon).equals("random-two"));
        }
    }

    @Test
    void anIncludedFileIsFollowedToo() throws Exception {
        Files.writeString(folder.resolve("pools.conf"), policy("first"));
        Files.writeString(file(), config("include \"pools.conf\""));
        try (Daemon daemon = start()) {
            Files.writeString(folder.resolve("pools.conf"), policy("random-two"));

            eventually(() -> policyOf(daemon).equals("random-two"));
        }
    }

    @Test
    void aMistakeChangesNothingAndIsToldUntilItIsMended() throws Exception {
        Files.writeString(file(), config(policy("first")));
        try (Daemon daemon = start()) {
            Files.writeString(file(), config(policy("frist")));

            eventually(() -> admin(daemon, "/v1/status").contains("\"refused-reload\""));
            assertThat(admin(daemon, "/v1/status")).contains("Did you mean \\\"first\\\"?");
            eventually(() -> admin(daemon, "/v1/events?type=reload-refused").contains("\"by\":\"file-change\""));
            assertThat(policyOf(daemon)).isEqualTo("first");

            Files.writeString(file(), config(policy("random-two")));

            eventually(() -> policyOf(daemon).equals("random-two"));
            eventually(() -> !admin(daemon, "/v1/status").contains("refused-reload"));
        }
    }

    @Test
    void aFileThatIsGoneAndComesBackIsFollowed() throws Exception {
        Files.writeString(file(), config(policy("first")));
        try (Daemon daemon = start()) {
            Files.delete(file());
            eventually(() -> admin(daemon, "/v1/status").contains("no such file"));

            Files.writeString(file(), config(policy("random-two")));

            eventually(() -> policyOf(daemon).equals("random-two"));
        }
    }
}
