package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminApiTest {
    private static final String ADMIN = "admin.bind = \"127.0.0.1:0\"\n";

    private static final String HOST = "Host: localhost";

    @RegisterExtension
    final Scene scene = new Scene();

    private RawClient admin(Proxy proxy) {
        var address = requireNonNull(proxy.daemon().adminAddress());
        return scene.client(
                address instanceof DomainSocketAddress unix ? UnixDomainSocketAddress.of(unix.path()) : address);
    }

    private Response get(Proxy proxy, String target, String... fields) {
        try (RawClient client = admin(proxy)) {
            return client.get(
                    target, Stream.concat(Stream.of(HOST), Stream.of(fields)).toArray(String[]::new));
        }
    }

    private static JsonNode json(Response response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    @Test
    void tellsWhatRunsHereAndHowItIsDoing() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        proxy.get("/");
        proxy.client().send("GET / HTTP/1.1\r\n\r\n").readResponse();

        Response response = get(proxy, "/v1/status");

        assertThat(response)
                .hasStatus(200)
                .hasHeader("Content-Type", "application/json")
                .hasHeader("Cache-Control", "no-store")
                .hasHeader("ETag");
        JsonNode status = json(response);
        assertThat(status.get("version").asText()).isNotEmpty();
        assertThat(status.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.get("event-loops").asInt()).isEqualTo(1);
        assertThat(status.get("ready").asBoolean()).isTrue();
        assertThat(status.at("/listeners/0/name").asText()).isEqualTo("web");
        assertThat(status.at("/listeners/0/addresses/0").asText())
                .isEqualTo(proxy.address().toString().substring(1));
        assertThat(status.at("/requests/total").asLong()).isEqualTo(2);
        assertThat(status.at("/requests/outcomes/completed").asLong()).isEqualTo(1);
        assertThat(status.at("/requests/outcomes/bad_request").asLong()).isEqualTo(1);
        assertThat(status.has("access-log")).isFalse();
    }

    @Test
    void tellsHowTheAccessLogIsDoing(@TempDir Path folder) {
        Proxy proxy =
                scene.proxyTo(ADMIN + "access-log.file = \"" + folder.resolve("access.log") + "\"", scene.origin());
        proxy.get("/");

        JsonNode log = json(get(proxy, "/v1/status")).get("access-log");

        assertThat(log.get("lines").asLong()).isEqualTo(1);
        assertThat(log.get("dropped").asLong()).isZero();
    }

    @Test
    void countsTheConnectionsOfAListener() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        try (RawClient client = proxy.client()) {
            client.get("/");

            assertThat(json(get(proxy, "/v1/status"))
                            .at("/listeners/0/connections")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void showsAPoolAndWhatEachBackendDid() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(ADMIN + "pools.app.policy = least-connections", origin);
        proxy.get("/");
        proxy.get("/");

        JsonNode pool = json(get(proxy, "/v1/pools/app"));

        assertThat(pool.get("name").asText()).isEqualTo("app");
        assertThat(pool.get("policy").asText()).isEqualTo("least-connections");
        assertThat(pool.get("keep-alive").asBoolean()).isTrue();
        assertThat(pool.at("/queue/waiting").asInt()).isZero();
        assertThat(pool.at("/first-byte/count").asInt()).isEqualTo(2);
        JsonNode backend = pool.at("/backends/0");
        assertThat(backend.get("address").asText()).isEqualTo(origin.endpoint());
        assertThat(backend.get("weight").asInt()).isEqualTo(1);
        assertThat(backend.get("max-connections").asText()).isEqualTo("unlimited");
        assertThat(backend.get("state").asText()).isEqualTo("ready");
        assertThat(backend.at("/health/condition").asText()).isEqualTo("up");
        assertThat(backend.get("in-flight").asInt()).isZero();
        assertThat(backend.get("idle-connections").asInt()).isEqualTo(1);
        assertThat(backend.at("/totals/requests").asInt()).isEqualTo(2);
        assertThat(backend.at("/totals/connects").asInt()).isEqualTo(1);
        assertThat(backend.at("/first-byte/p99-us").asLong()).isPositive();
    }

    @Test
    void saysWhyABackendIsLeftAlone() {
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = [" + scene.refusingAddress() + "]");
        proxy.get("/");

        JsonNode health = json(get(proxy, "/v1/pools/app")).at("/backends/0/health");

        assertThat(health.get("condition").asText()).isEqualTo("backing-off");
        assertThat(health.get("reason").asText()).containsIgnoringCase("refused");
        assertThat(health.get("failures").asInt()).isPositive();
    }

    @Test
    void tellsWhatTheChecksFound() {
        Origin origin = scene.origin().answering(Answers.status(503, "sick"));
        Proxy proxy = scene.proxyTo(
                ADMIN + "pools.app.health { http { path = \"/healthz\" }, interval = 20ms, fall = 1 }\n", origin);

        await().until(() -> json(get(proxy, "/v1/pools/app")).get("panic").asBoolean());

        JsonNode health = json(get(proxy, "/v1/pools/app")).at("/backends/0/health");
        assertThat(health.get("condition").asText()).isEqualTo("down");
        assertThat(health.get("reason").asText()).isEqualTo("status 503 (expected: 200-399)");
        assertThat(health.at("/check/kind").asText()).isEqualTo("http");
        assertThat(health.at("/check/target").asText()).isEqualTo(origin.endpoint());
        assertThat(health.at("/check/failed").asLong()).isPositive();
        assertThat(health.at("/check/last/result").asText()).isEqualTo("fail");
        assertThat(health.at("/transitions/0/from").asText()).isEqualTo("unknown");
        assertThat(health.at("/transitions/0/to").asText()).isEqualTo("down");
        assertThat(get(proxy, "/metrics").body())
                .contains("evenkeel_pool_panic{pool=\"app\"} 1.0")
                .containsPattern(
                        "evenkeel_backend_checks_total\\{backend=\"[^\"]+\",pool=\"app\",result=\"fail\"\\} [1-9]");
    }

    @Test
    void listsAllPools() {
        Proxy proxy = scene.proxy(ADMIN + "pools { app.backends = [], api.backends = [] }");

        assertThat(json(get(proxy, "/v1/pools")).get("pools"))
                .extracting(pool -> pool.get("name").asText())
                .containsExactlyInAnyOrder("api", "app");
    }

    @Test
    void theTagOfAPoolChangesWithItsSettingsAndNotWithItsCounters() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        String tag = get(proxy, "/v1/pools/app").header("ETag");
        proxy.get("/");
        assertThat(get(proxy, "/v1/pools/app")).hasHeader("ETag", tag);

        var pool = proxy.daemon().pool("app");
        Backend backend = pool.snapshot().backends().get(0);
        pool.apply(List.of(new BackendSpec(
                backend.id(), backend.address(), 7, Integer.MAX_VALUE, false, BackendConfig.State.READY)));

        assertThat(get(proxy, "/v1/pools/app").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void namesTheNearestPool() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        Response response = get(proxy, "/v1/pools/ap");

        assertThat(response).hasStatus(404).hasHeader("Content-Type", "application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("title").asText()).isEqualTo("Not Found");
        assertThat(problem.get("detail").asText()).isEqualTo("There is no pool \"ap\". Did you mean \"app\"?");
    }

    @Test
    void namesTheNearestPath() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(json(get(proxy, "/v1/pool")).get("detail").asText())
                .isEqualTo("There is nothing at /v1/pool. Did you mean \"/v1/pools\"?");
    }

    @Test
    void decodesNamesInPaths() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(get(proxy, "/v1/pools/%61pp")).hasStatus(200);
        assertThat(get(proxy, "/v1/pools/%zz")).hasStatus(400).hasHeader("Content-Type", "application/problem+json");
        assertThat(json(get(proxy, "/v1/pools/a%2Fb")).get("detail").asText()).startsWith("There is no pool \"a/b\".");
    }

    @Test
    void saysWhatAPathTakes() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        Response response = admin(proxy).post("/v1/status", "{}", HOST);

        assertThat(response)
                .hasStatus(405)
                .hasHeader("Allow", "GET, HEAD")
                .hasHeader("Content-Type", "application/problem+json");
    }

    @Test
    void answersHeadWithoutABody() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        RawClient client = admin(proxy);

        Response head = client.request("HEAD", "/v1/pools/app", HOST);

        assertThat(head).hasStatus(200).hasBody("").hasHeader("ETag");
        assertThat(client.get("/healthz", HOST)).hasStatus(200).hasBody("ok\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/status",
                "/v1/pools",
                "/v1/pools/app",
                "/v1/drains",
                "/v1/listeners/web",
                "/v1/config/overlay",
                "/v1/events",
                "/v1/failures",
                "/v1/explain",
                "/metrics",
                "/healthz",
                "/readyz"
            })
    void aParameterThatIsNotKnownIsRefused(String path) {
        Response response = get(scene.proxyTo(ADMIN, scene.origin()), path + "?prety");

        assertThat(response).hasStatus(400);
        assertThat(json(response).get("detail").asText())
                .isEqualTo("There is no parameter \"prety\". Did you mean \"pretty\"?");
    }

    @Test
    void aParameterIsGivenOnce() {
        Response response = get(scene.proxyTo(ADMIN, scene.origin()), "/v1/failures?limit=1&limit=2");

        assertThat(response).hasStatus(400);
        assertThat(json(response).get("detail").asText()).isEqualTo("limit: given twice. Leave only one.");
    }

    @ParameterizedTest
    @CsvSource({
        "deadlin=1s, Did you mean \"deadline\"?",
        "deadline, 'deadline: \"\" (expected: a time'",
        "wait=yes, 'wait: \"yes\" (expected: true or false)'"
    })
    void aBackendIsNotRemovedOtherwiseThanWasMeant(String query, String sentence) {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(ADMIN, origin);

        Response response = proxy.admin("DELETE", "/v1/pools/app/backends/" + origin.endpoint() + "?" + query, "");

        assertThat(response).hasStatus(400);
        assertThat(json(response).get("detail").asText()).contains(sentence);
        assertThat(proxy.daemon().pool("app").snapshot().backends()).hasSize(1);
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        Response response = admin(proxy)
                .send("PATCH /v1/pools/app HTTP/1.1\r\nHost: localhost\r\nContent-Length: 14\r\n\r\n"
                        + "{\"policy\":\"\u00ff\"}")
                .readResponse();

        assertThat(response).hasStatus(400);
        assertThat(json(response).get("detail").asText()).isEqualTo("The body is not UTF-8.");
    }

    @Test
    void aListenerDoesNotMoveToAnAddressThatIsTaken() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(ADMIN, origin);

        Response response = proxy.admin("PATCH", "/v1/listeners/web", "{\"bind\": \"" + origin.endpoint() + "\"}");

        assertThat(response).hasStatus(409);
        assertThat(json(response).get("detail").asText()).startsWith("Nothing was changed: cannot listen on ");
    }

    @Test
    void printsForPeopleWhoAsk() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(get(proxy, "/v1/status").body().lines()).hasSize(1);
        assertThat(get(proxy, "/v1/status?pretty").body().lines()).hasSizeGreaterThan(5);
        assertThat(get(proxy, "/v1/status", "Accept: text/html").body().lines()).hasSizeGreaterThan(5);
    }

    @Test
    void speaksToPrometheus() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        proxy.get("/");

        Response response = get(proxy, "/metrics");

        assertThat(response).hasStatus(200).hasHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        assertThat(response)
                .hasBodyWith(
                        "evenkeel_requests_total{listener=\"web\",outcome=\"completed\",service=\"app\",status=\"2xx\"} 1.0\n")
                .hasBodyWith("evenkeel_connections{listener=\"web\"}")
                .hasBodyWith("evenkeel_pool_first_byte_seconds_count{pool=\"app\"} 1\n");
    }

    @Test
    void speaksOpenMetricsToThoseWhoAskForIt() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(get(proxy, "/metrics", "Accept: application/openmetrics-text; version=1.0.0"))
                .hasHeader("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
                .hasBodyWith("# EOF\n");
    }

    @Test
    void isReadyOnceItListens() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(get(proxy, "/readyz")).hasStatus(200).hasBody("ready\n");
    }

    @Test
    void isNotReadyWhileItShutsDownAndSaysSo() throws InterruptedException {
        Proxy proxy = scene.proxyTo(
                ADMIN + "runtime.shutdown-timeout = 20s", scene.origin().silent());
        RawClient admin = admin(proxy);
        RawClient client = proxy.client().sendGet("/");
        assertThat(admin.get("/readyz", HOST)).hasStatus(200);
        Thread shutdown = new Thread(() -> proxy.daemon().close());

        shutdown.start();
        Response readiness = awaitNotReady(admin);

        assertThat(readiness).hasStatus(503).hasBody("not ready: shutting down\n");
        assertThat(admin.get("/healthz", HOST)).hasStatus(200);
        assertThat(json(admin.get("/v1/status", HOST)).get("not-ready-reason").asText())
                .isEqualTo("shutting down");
        client.reset();
        shutdown.join();
    }

    private static Response awaitNotReady(RawClient admin) {
        Response response = admin.get("/readyz", HOST);
        for (int i = 0; response.status() == 200 && i < 10_000; i++) {
            response = admin.get("/readyz", HOST);
        }
        return response;
    }

    @Test
    void doesNotAnswerToNamesThatAnybodyMayPointHere() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        RawClient client = admin(proxy);

        assertThat(client.send("GET /v1/status HTTP/1.1\r\nHost: attacker.example\r\n\r\n")
                        .readResponse())
                .hasStatus(421)
                .hasHeader("Content-Type", "application/problem+json");
        assertThat(client.send("GET /healthz HTTP/1.1\r\nHost: localhost:9090\r\n\r\n")
                        .readResponse())
                .hasStatus(200);
    }

    @Test
    void refusesWhatIsNotHttpWithAProblem() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(admin(proxy).send("nonsense\r\n\r\n").readResponse())
                .hasStatus(400)
                .hasHeader("Content-Type", "application/problem+json")
                .saysClose();
    }

    @Test
    void canListenOnAUnixSocket(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("admin.sock");
        Proxy proxy = scene.proxyTo("admin.bind = \"unix:" + socket + "\"\n", scene.origin());

        assertThat(admin(proxy)
                        .send("GET /healthz HTTP/1.1\r\nHost: any.example\r\n\r\n")
                        .readResponse())
                .hasStatus(200);
        proxy.daemon().close();
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    void leavesNoTraceInTheAccessLogNorInTheCounts(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("access.log");
        Proxy proxy = scene.proxyTo(ADMIN + "access-log.file = \"" + log + "\"", scene.origin());

        get(proxy, "/v1/pools");

        assertThat(json(get(proxy, "/v1/status")).at("/requests/total").asLong())
                .isZero();
        proxy.daemon().close();
        assertThat(Files.readAllLines(log)).isEmpty();
    }
}
