package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Conversation;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backend connections that carry more than one request, and what happens when one ends at the wrong moment. */
class BackendKeepAliveTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private static void awaitClosing(Origin origin, int connection) {
        await().until(origin.awaitConnection(connection)::isClosed);
    }

    @Nested
    class Reuse {

        @Test
        void requestsOfAClientShareAConnection() {
            Origin origin = scene.origin();
            RawClient client = scene.proxyTo(origin).client();
            client.get("/1");
            client.get("/2");
            assertThat(origin.connections()).hasSize(1);
        }

        @Test
        void requestsOfDifferentClientsShareAConnection() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo(origin);
            proxy.get("/1");
            proxy.get("/2");
            assertThat(origin.connections()).hasSize(1);
        }

        @Test
        void requestsAtTheSameTimeHaveTheirOwn() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().answering(Answers.ok("x").after(gate));
            Proxy proxy = scene.proxyTo(origin);
            RawClient one = proxy.client().sendGet("/1");
            RawClient two = proxy.client().sendGet("/2");
            origin.awaitRequest(2);
            gate.open();
            one.readResponse();
            two.readResponse();

            assertThat(origin.connections()).hasSize(2);
        }

        @Test
        void theConnectionUsedLastIsUsedNext() {
            Gate first = scene.gate();
            Gate second = scene.gate();
            Origin origin = scene.origin()
                    .answering(Answers.ok("1").after(first), Answers.ok("2").after(second), Answers.ok("3"));
            Proxy proxy = scene.proxyTo(origin);
            RawClient one = proxy.client().sendGet("/1");
            origin.awaitRequest(1);
            RawClient two = proxy.client().sendGet("/2");
            origin.awaitRequest(2);
            second.open();
            two.readResponse();
            first.open();
            one.readResponse();

            proxy.get("/3");

            assertThat(origin.awaitRequest(3).connection())
                    .isEqualTo(origin.requests().get(0).connection());
        }

        @Test
        void aResponseThatSaysCloseEndsTheConnection() {
            Origin origin = scene.origin().answering(Answers.ok("x", "Connection: close"));
            Proxy proxy = scene.proxyTo(origin);
            proxy.get("/1");
            assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
            proxy.get("/2");
            assertThat(origin.connections()).hasSize(2);
        }

        @Test
        void aResponseOfHttp10EndsTheConnection() {
            Origin origin = scene.origin().answering(Answers.raw("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
            scene.proxyTo(origin).get("/");
            assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aResponseOfHttp10MayOfferMore() {
            Origin origin = scene.origin()
                    .answering(Answers.raw("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"));
            Proxy proxy = scene.proxyTo(origin);
            proxy.get("/1");
            proxy.get("/2");
            assertThat(origin.connections()).hasSize(1);
        }

        @Test
        void noMoreRequestsThanAllowedGoOnAConnection() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo("pools.app.keep-alive.max-requests = 2", origin);
            proxy.get("/1");
            proxy.get("/2");
            proxy.get("/3");
            assertThat(origin.requests())
                    .extracting(RecordedRequest::connection)
                    .containsExactly(1, 1, 2);
        }

        @Test
        void noMoreConnectionsThanAllowedAreKept() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().answering(Answers.ok("x").after(gate));
            Proxy proxy = scene.proxyTo("pools.app.keep-alive.max-idle = 1", origin);
            RawClient one = proxy.client().sendGet("/1");
            RawClient two = proxy.client().sendGet("/2");
            origin.awaitRequest(2);
            gate.open();
            one.readResponse();
            two.readResponse();

            await().until(() -> origin.connections().stream()
                            .filter(connection -> connection.ending() == Ending.END)
                            .count()
                    == 1);
        }

        /** Old ones may not hold the places: requests that need a fresh one would each have to make their own. */
        @Test
        void theLongestUnusedGivesWayToTheOneUsedLast() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo("pools.app.keep-alive { max-idle = 1, unsafe-reuse-within = 0s }", origin);
            proxy.get("/old");
            proxy.post("/new", "x");
            awaitClosing(origin, 1);

            proxy.get("/next");

            assertThat(origin.requests())
                    .extracting(RecordedRequest::connection)
                    .containsExactly(1, 2, 2);
        }

        @Test
        void aConnectionWhoseRequestWasNotReadWholeIsNotUsedAgain() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().playing(with -> {
                RecordedRequest head = with.readHead();
                if (head != null) {
                    with.respond(200, head.path());
                    gate.await();
                    with.drain();
                }
            });
            Proxy proxy = scene.proxyTo(origin);
            RawClient client =
                    proxy.client().send("POST /1 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1000\r\n\r\nhello");
            assertThat(client.readResponse()).hasStatus(200).hasBody("/1");

            assertThat(proxy.get("/2")).hasBody("/2");
            assertThat(origin.connections()).hasSize(2);
        }
    }

    @Nested
    class Age {

        @Test
        void anIdleConnectionIsClosedInTime() {
            Origin origin = scene.origin();
            scene.proxyTo("pools.app.keep-alive.idle-timeout = 200ms", origin).get("/");
            assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aConnectionIsClosedBeforeTheTimeThatTheBackendAnnounces() {
            Origin origin = scene.origin().answering(Answers.ok("x", "Keep-Alive: timeout=2, max=100"));
            scene.proxyTo(origin).get("/");
            long answered = System.nanoTime();
            assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(Duration.ofSeconds(2));
        }

        @Test
        void aConnectionThatTheBackendClosedCostsTheClientNothing() {
            Origin origin = scene.origin().closingAfter(1);
            Proxy proxy = scene.proxyTo(origin);

            assertThat(proxy.get("/first")).hasStatus(200);
            awaitClosing(origin, 1);
            assertThat(proxy.post("/second", "body")).hasStatus(200);

            assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/first", "/second");
        }

        @Test
        void aConnectionThatTheBackendResetCostsTheClientNothing() {
            Origin origin = scene.origin().answering(Answers.ok("x").thenReset());
            Proxy proxy = scene.proxyTo(origin);

            assertThat(proxy.get("/first")).hasStatus(200);
            awaitClosing(origin, 1);
            assertThat(proxy.post("/second", "body")).hasStatus(200);

            assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/first", "/second");
        }

        @Test
        void aBackendThatClosesInSilenceIsNeverSentARequestInVain() {
            Origin origin = scene.origin().closingAfter(1);
            Proxy proxy = scene.proxyTo(origin);
            for (int i = 1; i <= 50; i++) {
                assertThat(proxy.post("/", "body")).hasStatus(200);
                awaitClosing(origin, i);
            }
            assertThat(origin.requests()).hasSize(50);
        }
    }

    /** The backend takes the second request on a connection and dies without a word. */
    @Nested
    class DeathBeforeTheFirstByte {

        private Origin dyingOnReuse(Answer death) {
            return scene.origin().playing(with -> {
                for (RecordedRequest request = with.readRequest(); request != null; request = with.readRequest()) {
                    if (with.number() == 1 && !request.path().equals("/first")) {
                        death.give(request, with);
                        return;
                    }
                    with.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
        void aRequestThatMayBeRepeatedIs(String method) {
            Origin origin = dyingOnReuse(Answers.closing());
            Proxy proxy = scene.proxyTo(origin);
            proxy.get("/first");

            assertThat(proxy.request(method, "/second")).hasStatus(200);

            assertThat(origin.requests())
                    .extracting(RecordedRequest::path)
                    .containsExactly("/first", "/second", "/second");
        }

        @Test
        void aResetIsADeathToo() {
            Origin origin = dyingOnReuse(Answers.resetting());
            Proxy proxy = scene.proxyTo(origin);
            proxy.get("/first");
            assertThat(proxy.get("/second")).hasStatus(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PATCH", "BREW"})
        void aRequestThatMayNotBeRepeatedIsNot(String method) {
            Origin origin = dyingOnReuse(Answers.closing());
            Proxy proxy = scene.proxyTo("pools.app.keep-alive.unsafe-reuse-within = 1m", origin);
            proxy.get("/first");

            assertThat(proxy.request(method, "/second")).hasStatus(502);

            assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/first", "/second");
        }

        @Test
        void anUnsafeRequestIsRepeatedIfTheOperatorSaysSo() {
            Origin origin = dyingOnReuse(Answers.closing());
            Proxy proxy = scene.proxyTo(
                    "pools.app { retry.unsafe-methods = on, keep-alive.unsafe-reuse-within = 1m }", origin);
            proxy.get("/first");

            assertThat(proxy.post("/second", "body")).hasStatus(200);

            assertThat(origin.requests()).hasSize(3);
            assertThat(origin.awaitRequest(3)).hasBody("body");
        }

        @Test
        void theBodyIsRepeatedWithTheRequest() {
            Origin origin = dyingOnReuse(Answers.closing());
            RawClient client = scene.proxyTo(origin).client();
            client.get("/first");

            client.send("PUT /second HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\n\r\nhello");

            assertThat(client.readResponse()).hasStatus(200);
            assertThat(origin.awaitRequest(3)).hasBody("hello");
        }

        @Test
        void aResponseThatHadBegunIsNotRepeated() {
            Origin origin = dyingOnReuse(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
                    .thenClose());
            RawClient client = scene.proxyTo(origin).client();
            client.get("/first");

            client.sendGet("/second").readCutResponse();

            assertThat(origin.requests()).hasSize(2);
        }
    }

    @Nested
    class UnsafeRequests {

        @Test
        void goOnAConnectionThatWasJustUsed() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo("pools.app.keep-alive.unsafe-reuse-within = 1m", origin);
            proxy.get("/1");
            proxy.post("/2", "body");
            assertThat(origin.connections()).hasSize(1);
        }

        @Test
        void goOnANewConnectionIfNoneIsYoungEnough() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo("pools.app.keep-alive.unsafe-reuse-within = 0s", origin);
            proxy.get("/1");
            proxy.post("/2", "body");
            assertThat(origin.awaitRequest(2).connection()).isEqualTo(2);
        }

        @Test
        void leaveTheOlderConnectionForOthers() {
            Origin origin = scene.origin();
            Proxy proxy = scene.proxyTo("pools.app.keep-alive.unsafe-reuse-within = 0s", origin);
            proxy.get("/1");
            proxy.post("/2", "body");
            proxy.get("/3");
            Conversation first = origin.connections().get(0);
            assertThat(first.ending()).isEqualTo(Ending.OPEN);
            assertThat(origin.connections()).hasSize(2);
        }
    }
}
