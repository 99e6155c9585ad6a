package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * However an exchange ends, its backend is one request freer than before, and not two: the limit of
 * one request holds, and the admin API counts none in flight.
 */
class LeaseTest {

    private static final String ONE = "admin.bind = \"127.0.0.1:0\"\npools.app.max-connections = 1\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\nhello";

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin endingWell() {
        return scene.origin().playing(with -> {
            for (var request = with.readHead(); request != null; request = with.readHead()) {
                switch (request.path()) {
                    case "/silent" -> with.drain();
                    case "/dying" -> with.close();
                    case "/nonsense" -> with.send("nonsense\r\n\r\n");
                    case "/endless" -> Answers.endless().give(request, with);
                    case "/cut" ->
                        with.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut")
                                .close();
                    case "/stopping" -> {
                        with.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut");
                        with.drain();
                    }
                    default -> {
                        with.readBody(request);
                        with.respond(200, "fine");
                    }
                }
            }
        });
    }

    private static void assertFreeAgain(Proxy proxy) {
        await().untilAsserted(() -> assertThat(inFlight(proxy)).isZero());
        assertThat(proxy.get("/fine")).hasStatus(200).hasBody("fine");
        assertThat(inFlight(proxy)).isZero();
    }

    private static int inFlight(Proxy proxy) {
        return number(proxy, "/backends/0/in-flight");
    }

    private static int number(Proxy proxy, String pointer) {
        try {
            return new ObjectMapper()
                    .readTree(proxy.admin("/v1/pools/app").body())
                    .at(pointer)
                    .asInt(-1);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ofARequestUnderWayIsCounted() {
        Origin origin = endingWell();
        Proxy proxy = scene.proxyTo(ONE, origin);
        proxy.client().sendGet("/silent");
        origin.awaitHead(1);
        assertThat(inFlight(proxy)).isEqualTo(1);
    }

    @Test
    void isGivenBackAfterAResponse() {
        Proxy proxy = scene.proxyTo(ONE, endingWell());
        proxy.get("/fine");
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheClientLeavesBeforeTheResponse() {
        Origin origin = endingWell();
        Proxy proxy = scene.proxyTo(ONE, origin);
        RawClient client = proxy.client().sendGet("/silent");
        origin.awaitHead(1);
        client.reset();
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheClientLeavesAmidTheResponse() {
        Proxy proxy = scene.proxyTo(ONE, endingWell());
        RawClient client = proxy.client().sendGet("/endless");
        client.readHead();
        client.reset();
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheClientLeavesAmidItsBody() {
        Origin origin = endingWell();
        Proxy proxy = scene.proxyTo(ONE, origin);
        RawClient client = proxy.client().send(POST);
        origin.awaitHead(1);
        client.close();
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheBodyStops() {
        Proxy proxy = scene.proxyTo(ONE + "listeners.web.timeouts.body-idle = 100ms\n", endingWell());
        assertThat(proxy.client().send(POST).readResponse()).hasStatus(408);
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheBackendDies() {
        Proxy proxy = scene.proxyTo(ONE, endingWell());
        assertThat(proxy.get("/dying")).hasStatus(502);
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheBackendTalksNonsense() {
        Proxy proxy = scene.proxyTo(ONE, endingWell());
        assertThat(proxy.get("/nonsense")).hasStatus(502);
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenAResponseIsCut() {
        Proxy proxy = scene.proxyTo(ONE, endingWell());
        proxy.client().sendGet("/cut").readCutResponse();
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheBackendSaysNothing() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.timeouts.first-byte = 500ms\n", endingWell());
        assertThat(proxy.get("/silent")).hasStatus(504);
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheBackendStops() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.timeouts.idle = 100ms\n", endingWell());
        proxy.client().sendGet("/stopping").readCutResponse();
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheClientTakesNothing() {
        Origin origin = endingWell();
        Proxy proxy = scene.proxyTo(ONE + "listeners.web.timeouts.send-idle = 200ms\n", origin);
        proxy.slowReader().sendGet("/endless");
        origin.awaitConnection(1).awaitEnding();
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheExchangeTakesTooLong() {
        Proxy proxy = scene.proxyTo(ONE + "listeners.web.timeouts.request = 200ms\n", endingWell());
        assertThat(proxy.get("/silent")).hasStatus(504);
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenConnectionsAreRefused() {
        Origin origin = endingWell();
        origin.stop();
        Proxy proxy = scene.proxyTo(ONE + "pools.app.health.backoff { initial = 50ms, max = 50ms }\n", origin);
        assertThat(proxy.get("/fine").status()).isIn(502, 503);
        origin.start();
        await().until(() -> proxy.get("/fine").status() == 200);
        assertFreeAgain(proxy);
    }

    @Test
    void isGivenBackWhenTheClientLeavesWhileConnecting() {
        Proxy proxy = scene.proxy(ONE + "pools.app { timeouts.connect = 500ms, retry.attempts = 1, backends = ["
                + scene.unansweringAddress() + "] }");
        RawClient client = proxy.client().sendGet("/");
        await().untilAsserted(() -> assertThat(inFlight(proxy)).isEqualTo(1));
        client.reset();
        await().untilAsserted(() -> assertThat(inFlight(proxy)).isZero());
    }

    @Test
    void goesToWhoWaitsWhenTheClientThatHadItLeaves() {
        Origin origin = endingWell();
        Proxy proxy = scene.proxyTo(ONE, origin);
        RawClient leaving = proxy.client().sendGet("/silent");
        origin.awaitHead(1);
        RawClient waiting = proxy.client().sendGet("/fine");
        await().until(() -> proxy.daemon().pool("app").waiting() == 1);
        leaving.reset();
        assertThat(waiting.readResponse()).hasBody("fine");
        assertFreeAgain(proxy);
    }

    @Test
    void isNeverHeldByMoreThanTheLimitOnSeveralLoops() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("fine").after(gate));
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\"\nruntime.threads = 4\npools.app.max-connections = 3\n", origin);
        RawClient[] clients = new RawClient[12];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = proxy.client().sendGet("/" + i);
        }
        origin.awaitRequest(3);
        await().untilAsserted(() -> assertThat(number(proxy, "/queue/waiting")).isEqualTo(9));
        assertThat(origin.requests()).hasSize(3);

        gate.open();

        for (RawClient client : clients) {
            assertThat(client.readResponse()).hasStatus(200);
        }
        assertFreeAgain(proxy);
    }
}
