package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the daemon remembers of requests that failed, asked by the admin API. */
final class FailuresTest {
    private static final String ADMIN = "admin.bind = \"127.0.0.1:0\"\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private static JsonNode json(Response response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /** The failures that match a query, once there are so many; a client may see its answer before the record is made. */
    private static List<JsonNode> failures(Proxy proxy, String query, int count) {
        return await().until(() -> list(json(proxy.admin("/v1/failures" + query))), list -> list.size() == count);
    }

    private static List<JsonNode> list(JsonNode answer) {
        return StreamSupport.stream(answer.path("failures").spliterator(), false)
                .toList();
    }

    private static List<String> outcomes(List<JsonNode> failures) {
        return failures.stream()
                .map(failure -> failure.path("outcome").asText())
                .toList();
    }

    @Test
    void aRequestThatWentWellLeavesNothing() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        proxy.get("/well");
        proxy.get("/bad", "Content-Length: no");

        assertThat(outcomes(failures(proxy, "", 1))).containsExactly("bad_request");
    }

    @Test
    void aUnixSocketThatIsNotThereIsNamed() {
        Origin gone = scene.originOnUnixSocket("gone");
        gone.stop();
        Proxy proxy = scene.proxyTo(ADMIN, gone);
        proxy.get("/");

        assertThat(failures(proxy, "", 1).get(0).at("/attempts/0/reason").asText())
                .contains("gone.sock")
                .containsIgnoringCase("no such file");
    }

    @Test
    void aFailureIsToldWithItsAttemptAndItsTimeline() {
        Origin origin = scene.origin().answering(Answers.closing());
        Proxy proxy = scene.proxyTo(ADMIN, origin);
        Response answer = proxy.post("/form?a=b", "body", "Authorization: Basic c2VjcmV0", "Cookie: c=secret");

        JsonNode failure = failures(proxy, "", 1).get(0);

        assertThat(answer).hasStatus(502);
        assertThat(failure.path("listener").asText()).isEqualTo("web");
        assertThat(failure.path("client").asText()).isEqualTo("127.0.0.1");
        assertThat(failure.path("method").asText()).isEqualTo("POST");
        assertThat(failure.path("target").asText()).isEqualTo("/form?a=b");
        assertThat(failure.path("host").asText()).isEqualTo("example.com");
        assertThat(failure.path("request-id").asText())
                .isEqualTo(origin.requests().get(0).fields().only("X-Request-Id"));
        assertThat(failure.path("status").asInt()).isEqualTo(502);
        assertThat(failure.path("outcome").asText()).isEqualTo("backend_closed");
        assertThat(failure.path("sentence").asText()).isNotEmpty();
        assertThat(failure.path("recovered").asBoolean()).isFalse();
        assertThat(failure.path("service").asText()).isEqualTo("app");
        assertThat(failure.toString()).doesNotContain("secret").doesNotContain("c2VjcmV0");
        JsonNode attempt = failure.path("attempts").get(0);
        assertThat(attempt.path("backend").asText()).isEqualTo(origin.endpoint());
        assertThat(attempt.path("connection").asText()).isEqualTo("new");
        assertThat(attempt.path("reason").asText())
                .isEqualTo(failure.path("reason").asText());
        JsonNode timeline = failure.path("timeline-us");
        assertThat(timeline.path("accepted").asLong()).isNotPositive();
        assertThat(timeline.path("first-byte").asLong()).isZero();
        assertThat(timeline.path("connected").asLong())
                .isBetween(
                        timeline.path("leased").asLong(),
                        timeline.path("finished").asLong());
        assertThat(timeline.has("request-sent")).isTrue();
        assertThat(timeline.has("queued")).isFalse();
    }

    @Test
    void aRequestThatAnotherBackendSavedIsShownAsRecovered() {
        Origin good = scene.origin("good");
        Proxy proxy = scene.proxy(ADMIN + "pools.app { policy = first, backends = [" + scene.refusingAddress() + ", "
                + good.address() + "] }");
        assertThat(proxy.get("/saved")).hasStatus(200);

        JsonNode failure = failures(proxy, "?outcome=completed", 1).get(0);

        assertThat(failure.path("recovered").asBoolean()).isTrue();
        assertThat(failure.path("attempts-made").asInt()).isEqualTo(2);
        assertThat(failure.at("/attempts/0/connection").asText()).isEqualTo("none");
        assertThat(failure.at("/attempts/0/reason").asText()).contains("refused");
        assertThat(failure.at("/attempts/1/backend").asText()).isEqualTo(good.endpoint());
        assertThat(failure.at("/attempts/1").has("reason")).isFalse();
    }

    @Test
    void aRequestThatNoBackendSavedIsNotShownAsRecovered() {
        Origin one = scene.origin("one").answering(Answers.status(503, "busy"));
        Origin two = scene.origin("two").answering(Answers.status(503, "busy"));
        Proxy proxy = scene.proxyTo(ADMIN + "pools.app.retry { attempts = 2, on-status = [503] }", one, two);
        assertThat(proxy.get("/busy")).hasStatus(503);

        JsonNode failure = failures(proxy, "?outcome=completed", 1).get(0);

        assertThat(failure.path("recovered").asBoolean()).isFalse();
        assertThat(failure.at("/attempts/1/reason").asText()).isEqualTo("The backend answered with status 503.");
    }

    @Test
    void aConnectionThatWasClosedWhileIdleIsShownAsReplaced() {
        Origin origin = scene.origin().playing(conversation -> {
            conversation.readRequest();
            if (conversation.number() == 1) {
                conversation.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                conversation.readRequest();
            }
        });
        Proxy proxy = scene.proxyTo(ADMIN + "pools.app.retry.attempts = 1", origin);
        RawClient client = proxy.client();
        client.get("/first");
        client.get("/second");

        JsonNode failure = failures(proxy, "", 1).get(0);

        assertThat(failure.path("target").asText()).isEqualTo("/second");
        assertThat(failure.at("/attempts/0/connection").asText()).isEqualTo("replaced");
    }

    @Test
    void failuresThatClientsCausePushOutNoOthers() {
        Proxy proxy =
                scene.proxy(ADMIN + "admin.failures.keep = 2, pools.app.backends = [" + scene.refusingAddress() + "]");
        proxy.get("/refused");
        for (int i = 0; i < 5; i++) {
            proxy.get("/bad" + i, "Content-Length: no");
        }

        List<JsonNode> failures = failures(proxy, "?limit=3", 3);
        assertThat(outcomes(failures)).containsExactlyInAnyOrder("bad_request", "bad_request", "connect_failed");
        JsonNode answer = json(proxy.admin("/v1/failures?limit=2"));
        assertThat(outcomes(list(answer))).containsExactly("bad_request", "connect_failed");
        assertThat(answer.at("/counts/bad_request").asInt()).isEqualTo(5);
        assertThat(answer.path("total").asInt()).isEqualTo(3);
    }

    @Test
    void theNewestComeFirst() {
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = [" + scene.refusingAddress() + "]");
        IntStream.range(0, 3).forEach(i -> proxy.get("/" + i));

        assertThat(failures(proxy, "", 3))
                .extracting(failure -> failure.path("target").asText())
                .containsExactly("/2", "/1", "/0");
    }

    @Test
    void canBeAskedForByPoolAndByBackend() {
        String refusing = scene.refusingAddress();
        Proxy proxy = scene.proxy(ADMIN + """
                listeners.web.routes = [ { path = "/a", service = a }, { service = b } ]
                pools { a { backends = [ ADDRESS ] }, b { backends = [ { address = ADDRESS, name = bee } ] } }
                """.replace("ADDRESS", refusing));
        proxy.get("/a");
        proxy.get("/b");
        failures(proxy, "", 2);

        assertThat(failures(proxy, "?pool=a", 1).get(0).path("target").asText()).isEqualTo("/a");
        assertThat(failures(proxy, "?backend=bee", 1).get(0).path("target").asText())
                .isEqualTo("/b");
    }

    @Test
    void oneIsFoundByItsRequestId() {
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = [" + scene.refusingAddress() + "]");
        proxy.get("/one");
        proxy.get("/two");
        String id = failures(proxy, "", 2).get(1).path("request-id").asText();

        assertThat(json(proxy.admin("/v1/failures/" + id)).path("target").asText())
                .isEqualTo("/one");
        assertThat(proxy.admin("/v1/failures/other")).hasStatus(404);
    }

    @Test
    void whatIsLongIsCutOff() {
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = [" + scene.refusingAddress() + "]");
        proxy.get("/" + "x".repeat(5000));

        assertThat(failures(proxy, "", 1).get(0).path("target").asText())
                .hasSizeLessThan(1100)
                .endsWith("...");
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithTheNearest() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(proxy.admin("/v1/failures?outcome=backend_close")).hasStatus(400);
        assertThat(json(proxy.admin("/v1/failures?outcome=backend_close"))
                        .path("detail")
                        .asText())
                .contains("Did you mean \"backend_closed\"?");
        assertThat(proxy.admin("/v1/failures?pool=ap")).hasStatus(404);
        assertThat(json(proxy.admin("/v1/failures?pool=ap")).path("detail").asText())
                .contains("Did you mean \"app\"?");
        assertThat(proxy.admin("/v1/failures?limit=many")).hasStatus(400);
        assertThat(proxy.admin("/v1/failures?pool=%zz")).hasStatus(400);
    }

    @Test
    void turnedOffTheyAreNotKept() {
        Proxy proxy = scene.proxyTo(ADMIN + "admin.failures.keep = 0", scene.origin());

        assertThat(proxy.admin("/v1/failures")).hasStatus(404);
        assertThat(json(proxy.admin("/v1/failures")).path("detail").asText()).contains("admin.failures.keep");
    }
}
