package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import dev.evenkeel.health.Condition;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new connection answers a cheap request before a client's request is put on it. */
class VerificationTest {
    private static final String VERIFY = "pools.app { policy = first, verify = on }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private static List<String> lines(Origin origin) {
        return origin.requests().stream()
                .map(request -> request.method() + " " + request.target())
                .toList();
    }

    private static Backend backend(Proxy proxy, int place) {
        return proxy.daemon().pool("app").snapshot().backends().get(place);
    }

    /** Answers what verifies a connection like this, and clients with the name of the origin. */
    private static Answer verifying(Answer answer, Answer clients) {
        return (request, to) -> (request.method().equals("OPTIONS") ? answer : clients).give(request, to);
    }

    private Proxy proxy(String settings, String first, Origin second) {
        return scene.proxy(VERIFY + settings + "\npools.app.backends = [" + first + ", " + second.address() + "]");
    }

    @Nested
    class ABackendThatAnswers {

        @Test
        void isAskedOnceForEachConnection() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo(VERIFY, origin);

            assertThat(proxy.get("/1")).hasBody("origin");
            assertThat(proxy.get("/2")).hasBody("origin");

            assertThat(lines(origin)).containsExactly("OPTIONS *", "GET /1", "GET /2");
            assertThat(origin.connections()).hasSize(1);
            assertThat(origin.requests().get(0)).hasHeader("Host", origin.endpoint());
            assertThat(backend(proxy, 0).counters().verificationsPassed()).isEqualTo(1);
        }

        @Test
        void isAskedForAPathIfTheSettingsSaySo() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo(
                    "pools.app.verify { method = GET, target = \"/ping?a=b\", host = app.example.com }", origin);

            proxy.get("/");

            assertThat(lines(origin)).containsExactly("GET /ping?a=b", "GET /");
            assertThat(origin.requests().get(0)).hasHeader("Host", "app.example.com");
        }

        @Test
        void getsARequestWithItsBodyOnTheVerifiedConnection() {
            Origin origin = scene.origin().answering(verifying(Answers.ok("fine"), Answers.echo()));
            Proxy proxy = scene.proxyTo(VERIFY, origin);

            assertThat(proxy.post("/", "the body")).hasBody("the body");

            assertThat(origin.connections()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"keep-alive = off", "keep-alive.max-requests = 1", "keep-alive.max-idle = 0"})
        void isAskedOnTheSameConnectionWhateverKeepAliveSays(String setting) {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo(VERIFY + "pools.app." + setting, origin);

            assertThat(proxy.get("/1")).hasBody("origin");
            assertThat(proxy.get("/2")).hasBody("origin");

            assertThat(origin.requests())
                    .extracting(RecordedRequest::connection)
                    .containsExactly(1, 1, 2, 2);
        }

        @Test
        void mayAnswerWithInterimResponsesAndABody() {
            Origin origin = scene.origin()
                    .answering(verifying(
                            Answers.raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                            Answers.ok("served")));

            assertThat(scene.proxyTo(VERIFY, origin).get("/")).hasStatus(200).hasBody("served");

            assertThat(origin.connections()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.0 200 OK\r\n\r\nuntil the end"
                })
        void andClosesIsAskedNoMoreForAWhile(String answer) {
            Origin origin = scene.origin()
                    .answering(verifying(Answers.raw(answer).thenClose(), Answers.ok("served", "Connection: close")));
            Proxy proxy = scene.proxyTo(VERIFY, origin);

            assertThat(proxy.post("/1", "x")).hasBody("served");
            assertThat(proxy.post("/2", "x")).hasBody("served");

            assertThat(lines(origin)).containsExactly("OPTIONS *", "POST /1", "POST /2");
            assertThat(backend(proxy, 0).health().up()).isTrue();
        }
    }

    @Nested
    class ABackendThatDoesNot {

        @Test
        void butTakesConnectionsGetsNoRequest() {
            Origin fine = scene.origin("fine").answering(Answers.echo());
            Proxy proxy = proxy("pools.app.verify { timeout = 200ms }", scene.hungAddress(), fine);

            assertThat(proxy.post("/", "pays once")).hasStatus(200).hasBody("pays once");

            assertThat(fine.requests()).extracting(RecordedRequest::method).containsExactly("OPTIONS", "POST");
            assertThat(backend(proxy, 0).counters().bytesSent()).isLessThan(100);
        }

        @Test
        void isLeftAloneFromThenOn() {
            Origin fine = scene.origin("fine");
            Proxy proxy = proxy(
                    "pools.app { verify { timeout = 200ms }, health.backoff { initial = 1m, max = 1m } }",
                    scene.hungAddress(),
                    fine);
            proxy.get("/");

            assertThat(backend(proxy, 0).health().status().condition()).isEqualTo(Condition.BACKING_OFF);
            assertThat(backend(proxy, 0).health().status().reason()).contains("did not answer OPTIONS * within 200 ms");
            for (int i = 0; i < 3; i++) {
                assertThat(proxy.get("/")).hasBody("fine");
            }
            assertThat(backend(proxy, 0).counters().verificationsFailed()).isEqualTo(1);
        }

        @Test
        void asExpectedGetsNoRequest() {
            Origin sick = scene.origin("sick").answering(Answers.status(503, "starting"));
            Origin fine = scene.origin("fine");
            Proxy proxy = scene.proxyTo(VERIFY, sick, fine);

            assertThat(proxy.post("/", "x")).hasBody("fine");

            assertThat(lines(sick)).containsExactly("OPTIONS *");
            assertThat(sick.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
            assertThat(backend(proxy, 0).health().status().reason()).contains("status 503 (expected: 200-499)");
        }

        @Test
        void inHttpGetsNoRequest() {
            Origin sick = scene.origin("sick").answering(Answers.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"));

            assertThat(scene.proxyTo(VERIFY, sick, scene.origin("fine")).post("/", "x"))
                    .hasBody("fine");

            assertThat(lines(sick)).containsExactly("OPTIONS *");
        }

        @Test
        void butClosesGetsNoRequest() {
            Origin sick = scene.origin("sick").answering(Answers.closing());

            assertThat(scene.proxyTo(VERIFY, sick, scene.origin("fine")).post("/", "x"))
                    .hasBody("fine");

            assertThat(lines(sick)).containsExactly("OPTIONS *");
        }

        @Test
        void butClosesIsSaidInOneSentence() {
            Origin sick = scene.origin("sick").answering(Answers.closing());
            Proxy proxy = scene.proxyTo(
                    VERIFY + "admin.bind = \"127.0.0.1:0\", pools.app.health.backoff { initial = 1m, max = 1m }\n",
                    sick,
                    scene.origin("fine"));

            proxy.get("/");

            assertThat(backend(proxy, 0).health().status().reason())
                    .endsWith("but did not answer OPTIONS *: The backend closed the connection before it answered.");
            assertThat(proxy.admin("/v1/explain?url=http://a/").body())
                    .contains("before it answered.\"")
                    .doesNotContain("..");
        }

        @Test
        void wholeGetsNoRequest() {
            Origin sick = scene.origin("sick").answering(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"));

            assertThat(scene.proxyTo(VERIFY + "pools.app.verify { timeout = 200ms }", sick, scene.origin("fine"))
                            .post("/", "x"))
                    .hasBody("fine");

            assertThat(lines(sick)).containsExactly("OPTIONS *");
        }

        @Test
        void andIsTheOnlyOneIsNamedInTheAnswer() {
            Proxy proxy = scene.proxy("pools.app { backends = [" + scene.hungAddress()
                    + "], verify.timeout = 100ms, retry.attempts = 1 }");

            assertThat(proxy.get("/")).hasStatus(502).hasBodyWith("did not answer");
        }
    }

    @Test
    void aClientThatLeavesMeanwhileLeavesTheConnectionForTheNext() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(verifying(Answers.ok("fine").after(gate), Answers.ok("served")));
        Proxy proxy = scene.proxyTo(VERIFY + "admin.bind = \"127.0.0.1:0\"", origin);
        RawClient leaving = proxy.client().sendGet("/never");
        origin.awaitRequest(1);
        leaving.reset();
        await().until(() -> proxy.admin("/v1/status").body().contains("\"client_gone\":1"));
        gate.open();
        await().until(() -> backend(proxy, 0).inFlight() == 0);

        assertThat(proxy.get("/served")).hasBody("served");

        assertThat(lines(origin)).containsExactly("OPTIONS *", "GET /served");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void itCanBeSwitchedOnAndOffLive() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo("pools.app.keep-alive = off\nadmin.bind = \"127.0.0.1:0\"", origin);
        proxy.get("/1");
        assertThat(proxy.admin("PATCH", "/v1/pools/app", "{\"verify\": true}")).hasStatus(200);
        proxy.get("/2");
        assertThat(proxy.admin("PATCH", "/v1/pools/app", "{\"verify\": {\"target\": \"/ping\"}}"))
                .hasStatus(200);
        proxy.get("/3");
        assertThat(proxy.admin("PATCH", "/v1/pools/app", "{\"verify\": false}")).hasStatus(200);
        proxy.get("/4");

        assertThat(lines(origin)).containsExactly("GET /1", "OPTIONS *", "GET /2", "OPTIONS /ping", "GET /3", "GET /4");
    }
}
