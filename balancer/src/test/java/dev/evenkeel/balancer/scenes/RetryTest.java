package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request is tried again on another backend, and when it must not be. */
class RetryTest {

    private static final String FIRST = "pools.app.policy = first\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private static Response put(Proxy proxy, String body) {
        return proxy.client()
                .send("PUT / HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .readResponse();
    }

    @Nested
    class RefusedConnections {

        private Proxy proxyWithRefusingFirst(Origin second) {
            return scene.proxy("pools.app { policy = first, backends = [" + scene.refusingAddress() + ", "
                    + second.address() + "] }");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST", "PATCH"})
        void areTriedElsewhereWhateverTheMethod(String method) {
            Origin second = scene.origin("second");
            assertThat(proxyWithRefusingFirst(second).request(method, "/"))
                    .hasStatus(200)
                    .hasBody("second");
        }

        @Test
        void takeTheWholeBodyElsewhere() {
            Origin second = scene.origin().answering(Answers.echo());
            String body = "0123456789".repeat(50_000);
            assertThat(proxyWithRefusingFirst(second).post("/", body).body().equals(body))
                    .isTrue();
        }

        @Test
        void everywhereAreABadGateway() {
            Proxy proxy = scene.proxy(
                    "pools.app.backends = [" + scene.refusingAddress() + ", " + scene.refusingAddress() + "]");
            assertThat(proxy.get("/")).hasStatus(502);
        }
    }

    @Nested
    class EarlyDeaths {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
        void areTriedElsewhereIfTheRequestMayBeRepeated(String method) {
            Origin dying = scene.origin().answering(Answers.closing());
            Origin second = scene.origin("second");
            assertThat(scene.proxyTo(FIRST, dying, second).request(method, "/")).hasStatus(200);
            assertThat(second.requests()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PATCH", "LOCK"})
        void areNotIfItMayNot(String method) {
            Origin dying = scene.origin().answering(Answers.closing());
            Origin second = scene.origin("second");
            assertThat(scene.proxyTo(FIRST, dying, second).request(method, "/")).hasStatus(502);
            assertThat(dying.requests()).hasSize(1);
            assertThat(second.connections()).isEmpty();
        }

        @Test
        void byResetAreDeathsToo() {
            Origin dying = scene.origin().answering(Answers.resetting());
            assertThat(scene.proxyTo(FIRST, dying, scene.origin("second")).get("/"))
                    .hasBody("second");
        }

        @Test
        void takeTheBodyElsewhere() {
            Origin dying = scene.origin().answering(Answers.closing());
            Origin second = scene.origin().answering(Answers.echo());
            assertThat(put(scene.proxyTo(FIRST, dying, second), "hello"))
                    .hasStatus(200)
                    .hasBody("hello");
        }

        @Test
        void takeAChunkedBodyElsewhere() {
            Origin dying = scene.origin().answering(Answers.closing());
            Origin second = scene.origin().answering(Answers.echo());
            RawClient client = scene.proxyTo(FIRST, dying, second)
                    .client()
                    .send("PUT / HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .send("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n");
            assertThat(client.readResponse()).hasStatus(200).hasBody("helloworld");
        }

        @Test
        void takeTheRestOfABodyElsewhereToo() {
            Origin dying = scene.origin().playing(with -> with.readHead());
            Origin second = scene.origin().answering(Answers.echo());
            RawClient client = scene.proxyTo(FIRST, dying, second)
                    .client()
                    .send("PUT / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\nhello");
            second.awaitHead(1);
            assertThat(client.send("world").readResponse()).hasStatus(200).hasBody("helloworld");
        }

        @Test
        void areNotTriedElsewhereIfTheBodyWasTooLongToKeep() {
            Origin dying = scene.origin().answering(Answers.closing());
            Origin second = scene.origin("second");
            Proxy proxy = scene.proxyTo(FIRST + "pools.app.retry.body-buffer = 1k", dying, second);
            assertThat(put(proxy, "x".repeat(10_000))).hasStatus(502);
            assertThat(second.requests()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: "})
        void inTheHeadOfTheResponseAreTriedElsewhereToo(String begun) {
            Origin dying = scene.origin().answering(Answers.raw(begun).thenClose());
            Proxy proxy = scene.proxyTo(FIRST, dying, scene.origin("second"));
            assertThat(proxy.get("/")).hasStatus(200).hasBody("second");
            assertThat(proxy.post("/", "body")).hasStatus(502);
        }

        @Test
        void afterTheHeadOfTheResponseAreNotTriedElsewhere() {
            Origin dying = scene.origin()
                    .answering(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
                            .thenClose());
            Origin second = scene.origin("second");
            scene.proxyTo(FIRST, dying, second).client().sendGet("/").readCutResponse();
            assertThat(second.connections()).isEmpty();
        }

        @Test
        void andAnswersThatAreNoneAreTriedElsewhere() {
            Origin strange = scene.origin().answering(Answers.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
            Origin second = scene.origin("second");
            Proxy proxy = scene.proxyTo(FIRST, strange, second);
            assertThat(proxy.get("/")).hasStatus(200).hasBody("second");
            assertThat(proxy.post("/", "body")).hasStatus(502);
            assertThat(strange.requests()).hasSize(2);
        }

        @Test
        void andAnswersThatAreNoneAreNotAskedForTwiceOfTheSame() {
            Origin strange = scene.origin().answering(Answers.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
            assertThat(scene.proxyTo(FIRST, strange).get("/")).hasStatus(502);
            assertThat(strange.requests()).hasSize(1);
        }

        @Test
        void areTriedElsewhereForUnsafeMethodsIfTheOperatorSaysSo() {
            Origin dying = scene.origin().answering(Answers.closing());
            Origin second = scene.origin().answering(Answers.echo());
            Proxy proxy = scene.proxyTo(FIRST + "pools.app.retry.unsafe-methods = on", dying, second);
            assertThat(proxy.post("/", "body")).hasStatus(200).hasBody("body");
        }
    }

    @Nested
    class Attempts {

        private Origin dying(String name) {
            return scene.origin(name).answering(Answers.closing());
        }

        @Test
        void areAsManyAsAllowed() {
            Origin[] origins = {dying("a"), dying("b"), dying("c"), scene.origin("d")};
            assertThat(scene.proxyTo(FIRST + "pools.app.retry.attempts = 3", origins)
                            .get("/"))
                    .hasStatus(502);
            assertThat(origins).extracting(origin -> origin.requests().size()).containsExactly(1, 1, 1, 0);
        }

        @Test
        void mayReachTheLastBackend() {
            Origin[] origins = {dying("a"), dying("b"), scene.origin("c")};
            assertThat(scene.proxyTo(FIRST, origins).get("/")).hasBody("c");
        }

        @Test
        void mayBeSwitchedOff() {
            Origin[] origins = {dying("a"), scene.origin("b")};
            assertThat(scene.proxyTo(FIRST + "pools.app.retry.attempts = 1", origins)
                            .get("/"))
                    .hasStatus(502);
            assertThat(origins[1].connections()).isEmpty();
        }

        @Test
        void tellTheSameRequestIdEachTime() {
            Origin[] origins = {dying("a"), scene.origin("b")};
            scene.proxyTo(FIRST, origins).get("/");
            assertThat(origins[1].awaitRequest(1).header("X-Request-Id"))
                    .isEqualTo(origins[0].awaitRequest(1).header("X-Request-Id"));
        }
    }

    @Nested
    class Budget {

        @Test
        void ofNothingAllowsNoRetry() {
            Origin second = scene.origin("second");
            Proxy proxy = scene.proxyTo(
                    FIRST + "pools.app.retry.budget { share = 0%, minimum = 0 }",
                    scene.origin().answering(Answers.closing()),
                    second);
            assertThat(proxy.get("/")).hasStatus(502);
            assertThat(second.connections()).isEmpty();
        }

        /** All that a backend had when it died. */
        @Test
        void ofOneLetsTheOthersWaitForTheirTurn() {
            int clients = 10;
            Gate allAreThere = scene.gate();
            Origin dying = scene.origin().answering(Answers.closing().after(allAreThere));
            Origin second = scene.origin("second");
            Proxy proxy = scene.proxyTo(
                    FIRST + "pools.app { retry.budget { share = 0%, minimum = 1 }, queue.timeout = 30s }",
                    dying,
                    second);
            List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                waiting.add(proxy.client().sendGet("/" + i));
            }
            dying.awaitRequest(clients);

            allAreThere.open();

            for (RawClient client : waiting) {
                assertThat(client.readResponse()).hasStatus(200).hasBody("second");
            }
            assertThat(second.requests()).hasSize(clients);
        }

        @Test
        void isWaitedForAsLongAsForRoomInTheQueue() {
            Gate bothAreThere = scene.gate();
            Gate oneIsRefused = scene.gate();
            Origin dying = scene.origin().answering(Answers.closing().after(bothAreThere));
            Origin second =
                    scene.origin("second").answering(Answers.ok("second").after(oneIsRefused));
            Proxy proxy = scene.proxyTo(
                    FIRST + "pools.app { retry.budget { share = 0%, minimum = 1 }, queue.timeout = 200ms }",
                    dying,
                    second);
            List<RawClient> clients =
                    List.of(proxy.client().sendGet("/0"), proxy.client().sendGet("/1"));
            dying.awaitRequest(2);

            bothAreThere.open();
            int lucky = Integer.parseInt(second.awaitRequest(1).path().substring(1));

            assertThat(clients.get(1 - lucky).readResponse()).hasStatus(502);
            oneIsRefused.open();
            assertThat(clients.get(lucky).readResponse()).hasStatus(200).hasBody("second");
            assertThat(second.requests()).hasSize(1);
        }

        @Test
        void isGivenBackWhenARetryIsOver() {
            Proxy proxy = scene.proxyTo(
                    FIRST + "pools.app.retry.budget { share = 0%, minimum = 1 }",
                    scene.origin().answering(Answers.closing()),
                    scene.origin("second"));
            for (int i = 0; i < 10; i++) {
                assertThat(proxy.get("/")).hasStatus(200);
            }
        }
    }

    @Nested
    class OnStatus {

        private static final String ON_503 = FIRST + "pools.app.retry.on-status = [503]\n";

        @Test
        void aListedStatusIsTriedElsewhere() {
            Origin busy = scene.origin().answering(Answers.status(503, "busy"));
            assertThat(scene.proxyTo(ON_503, busy, scene.origin("second")).get("/"))
                    .hasStatus(200)
                    .hasBody("second");
        }

        @Test
        void aRangeMayBeListed() {
            Origin busy = scene.origin().answering(Answers.status(504, "busy"));
            assertThat(scene.proxyTo(FIRST + "pools.app.retry.on-status = \"502-504\"", busy, scene.origin("second"))
                            .get("/"))
                    .hasBody("second");
        }

        @Test
        void anotherStatusIsNot() {
            Origin failing = scene.origin().answering(Answers.status(500, "mine"));
            assertThat(scene.proxyTo(ON_503, failing, scene.origin("second")).get("/"))
                    .hasStatus(500)
                    .hasBody("mine");
        }

        @Test
        void noStatusIsUnlessListed() {
            Origin busy = scene.origin().answering(Answers.status(503, "busy"));
            assertThat(scene.proxyTo(FIRST, busy, scene.origin("second")).get("/"))
                    .hasStatus(503)
                    .hasBody("busy");
        }

        @Test
        void anUnsafeRequestIsNotTriedElsewhere() {
            Origin busy = scene.origin().answering(Answers.status(503, "busy"));
            Origin second = scene.origin("second");
            assertThat(scene.proxyTo(ON_503, busy, second).post("/", "body"))
                    .hasStatus(503)
                    .hasBody("busy");
            assertThat(second.connections()).isEmpty();
        }

        @Test
        void theLastResponseIsTheClients() {
            Origin busy = scene.origin().answering(Answers.status(503, "busy"));
            Origin busyToo = scene.origin().answering(Answers.status(503, "busy too"));
            assertThat(scene.proxyTo(ON_503 + "pools.app.retry.attempts = 2", busy, busyToo)
                            .get("/"))
                    .hasStatus(503)
                    .hasBody("busy too");
        }

        @Test
        void theBodyGoesElsewhereToo() {
            Origin busy = scene.origin().answering(Answers.status(503, "busy"));
            Origin second = scene.origin().answering(Answers.echo());
            assertThat(put(scene.proxyTo(ON_503, busy, second), "hello")).hasBody("hello");
        }
    }
}
