package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.Daemon;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon closes a connection while its response is still on its way to the client, which sends its next request: the
 * connection must not be reset (RFC 9112 §9.6).
 */
class ClosingTest {
    /** More than a client's kernel takes in unread, less than the daemon's takes over. */
    private static final String BODY = "x".repeat(1_500_000);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Origin origin = scene.origin().answering(Answers.ok(BODY));

    /** Asks, and reads nothing yet of the response, with which the daemon is done. */
    private RawClient ask(RawClient client, Daemon daemon) {
        int before = origin.requests().size();
        client.sendGet("/long");
        origin.awaitRequest(before + 1);
        await().until(() ->
                daemon.pool("app").snapshot().backends().get(0).counters().idleConnections() == 1);
        return client;
    }

    /** A client that has its response whole, and whose connection is therefore closed without more ado. */
    private static RawClient idle(RawClient client) {
        assertThat(client.get("/")).hasBody(BODY);
        return client;
    }

    private static void assertGetsAllThoughItSendsItsNextRequest(RawClient client) {
        client.sendGet("/next");
        assertThat(client.readResponse()).hasStatus(200).hasBody(BODY);
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
    }

    @Test
    void atAStopTheResponseArrivesWhole() throws InterruptedException {
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 30s", origin);
        RawClient other = idle(proxy.client());
        RawClient client = ask(proxy.client(), proxy.daemon());

        Thread stop = new Thread(proxy::close, "stop");
        stop.start();
        other.awaitEnding();

        assertGetsAllThoughItSendsItsNextRequest(client);
        stop.join(Duration.ofSeconds(10).toMillis());
        assertThat(stop.isAlive()).isFalse();
    }

    @Test
    void whenItsListenerIsRemovedTheResponseArrivesWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("evenkeel.conf");
        String rest = """
                listeners.other { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                pools.app.backends = [ %s ]
                admin.bind = "127.0.0.1:0"
                runtime { threads = 1, transport = %s }
                """.formatted(origin.address(), System.getProperty("evenkeel.test.transport", "auto"));
        Files.writeString(file, rest + "listeners.web { bind = \"127.0.0.1:0\", routes = [ { service = app } ] }\n");
        try (Daemon daemon = Daemon.start(ConfigLoader.load(file).fileOrElseThrow(), file)) {
            var address = daemon.listenerAddresses("web").get(0);
            RawClient other = idle(scene.client(address));
            RawClient client = ask(scene.client(address), daemon);

            Files.writeString(file, rest);
            RawClient admin = scene.client(requireNonNull(daemon.adminAddress()));
            assertThat(admin.request("POST", "/v1/config/reload", "Host: localhost"))
                    .hasStatus(200);
            other.awaitEnding();

            assertGetsAllThoughItSendsItsNextRequest(client);
        }
    }

    @Test
    void afterTheIdleTimeoutTheResponseArrivesWhole() {
        Proxy proxy = scene.proxyTo("listeners.web.keep-alive.idle-timeout = 200ms", origin);
        RawClient client = ask(proxy.client(), proxy.daemon());

        proxy.client().awaitEnding();

        assertGetsAllThoughItSendsItsNextRequest(client);
    }

    @Test
    void theLastOfTheAllowedResponsesArrivesWhole() {
        Proxy proxy = scene.proxyTo("listeners.web.keep-alive.max-requests = 1", origin);

        assertGetsAllThoughItSendsItsNextRequest(ask(proxy.client(), proxy.daemon()));
    }

    @Test
    void withoutKeepAliveTheResponseArrivesWhole() {
        Proxy proxy = scene.proxyTo("listeners.web.keep-alive = off", origin);

        assertGetsAllThoughItSendsItsNextRequest(ask(proxy.client(), proxy.daemon()));
    }

    @Test
    void aClientThatLeavesIsNotWaitedFor() {
        Proxy proxy = scene.proxyTo("admin.bind = \"127.0.0.1:0\"\nlisteners.web.keep-alive.max-requests = 1", origin);

        ask(proxy.client(), proxy.daemon()).close();

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(proxy.admin("/v1/status").body()).contains("\"connections\":0"));
    }
}
