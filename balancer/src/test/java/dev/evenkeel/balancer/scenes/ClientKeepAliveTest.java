package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Client connections that carry more than one request (RFC 9112 §9). */
class ClientKeepAliveTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Nested
    class Persistence {

        @Test
        void anHttp11ConnectionStaysOpen() {
            RawClient client = scene.proxyTo(scene.origin()).client();
            assertThat(client.get("/1")).hasStatus(200).keepsAlive();
            assertThat(client.get("/2")).hasStatus(200).keepsAlive();
        }

        @Test
        void aClientMayAskForTheEnd() {
            RawClient client = scene.proxyTo(scene.origin()).client();
            assertThat(client.get("/", "Connection: close")).hasStatus(200).saysClose();
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void theWordCloseCountsInAnyCaseAndAmongOthers() {
            RawClient client = scene.proxyTo(scene.origin()).client();
            assertThat(client.get("/", "Connection: x-y, CLOSE")).saysClose();
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void anHttp10ConnectionIsClosed() {
            RawClient client =
                    scene.proxyTo(scene.origin("a")).client().send("GET / HTTP/1.0\r\nHost: example.com\r\n\r\n");
            assertThat(client.readResponse()).hasStatus(200).hasBody("a");
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void anHttp10ClientMayAskForMore() {
            String request = "GET / HTTP/1.0\r\nHost: example.com\r\nConnection: Keep-Alive\r\n\r\n";
            RawClient client = scene.proxyTo(scene.origin()).client();

            Response first = client.send(request).readResponse();
            assertThat(first).hasStatus(200);
            assertThat(first.fields().listHas("Connection", "keep-alive")).isTrue();
            assertThat(client.send(request).readResponse()).hasStatus(200);
        }

        @Test
        void anHttp10ClientIsNotSentChunks() {
            Origin origin = scene.origin().answering(Answers.chunked("ab", "c"));
            RawClient client = scene.proxyTo(origin)
                    .client()
                    .send("GET / HTTP/1.0\r\nHost: example.com\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.readResponse()).hasNoHeader("Transfer-Encoding").hasBody("abc");
        }

        @Test
        void aBackendThatSaysCloseDoesNotCloseTheClient() {
            Origin origin = scene.origin()
                    .answering(Answers.ok("x", "Connection: close").thenClose());
            RawClient client = scene.proxyTo(origin).client();
            assertThat(client.get("/1")).hasStatus(200).keepsAlive();
            assertThat(client.get("/2")).hasStatus(200);
        }

        @Test
        void aBackendOfHttp10DoesNotCloseTheClient() {
            Origin origin = scene.origin()
                    .answering(Answers.raw("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx")
                            .thenClose());
            RawClient client = scene.proxyTo(origin).client();
            assertThat(client.get("/1")).hasStatus(200).hasBody("x").keepsAlive();
            assertThat(client.get("/2")).hasStatus(200);
        }

        @Test
        void theLastOfTheAllowedRequestsCloses() {
            RawClient client = scene.proxyTo("listeners.web.keep-alive.max-requests = 2", scene.origin())
                    .client();
            assertThat(client.get("/1")).keepsAlive();
            assertThat(client.get("/2")).saysClose();
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void anIdleConnectionIsClosedWithoutAWord() {
            RawClient client = scene.proxyTo("listeners.web.keep-alive.idle-timeout = 200ms", scene.origin())
                    .client();
            client.get("/");
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aConnectionThatNeverSaysAnythingIsClosedWithoutAWord() {
            RawClient client = scene.proxyTo("listeners.web.keep-alive.idle-timeout = 200ms", scene.origin())
                    .client();
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aRequestThatTakesItsTimeIsNotIdle() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().answering(Answers.ok("late").after(gate));
            Proxy proxy = scene.proxyTo("listeners.web.keep-alive.idle-timeout = 100ms", origin);
            RawClient busy = proxy.client().sendGet("/");
            origin.awaitRequest(1);

            proxy.client().awaitEnding();
            gate.open();

            assertThat(busy.readResponse()).hasBody("late");
        }
    }

    @Nested
    class Pipelining {

        @Test
        void responsesComeInTheOrderOfTheRequests() {
            RawClient client = scene.proxyTo(scene.origin().answering((request, to) -> to.respond(200, request.path())))
                    .client();
            client.sendGet("/1").sendGet("/2").sendGet("/3");
            assertThat(client.readResponse()).hasBody("/1");
            assertThat(client.readResponse()).hasBody("/2");
            assertThat(client.readResponse()).hasBody("/3");
        }

        @Test
        void aSlowFirstResponseHoldsBackTheSecond() {
            Gate gate = scene.gate();
            Origin slow = scene.origin("slow").answering(Answers.ok("slow").after(gate));
            Origin fast = scene.origin("fast");
            Proxy proxy = scene.proxy("""
                    pools { slow.backends = [%s], fast.backends = [%s] }
                    listeners.web.routes = [ { path = "/slow", service = slow }, { service = fast } ]
                    """.formatted(slow.address(), fast.address()));
            RawClient client = proxy.client().sendGet("/slow").sendGet("/fast");
            slow.awaitRequest(1);
            gate.open();

            assertThat(client.readResponse()).hasBody("slow");
            assertThat(client.readResponse()).hasBody("fast");
        }

        @Test
        void requestsWithBodiesMayBePipelined() {
            RawClient client =
                    scene.proxyTo(scene.origin().answering(Answers.echo())).client();
            String head = "POST / HTTP/1.1\r\nHost: example.com\r\n";
            client.send(head + "Content-Length: 1\r\n\r\na" + head
                    + "Transfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n" + head + "Content-Length: 1\r\n\r\nc");
            assertThat(client.readResponse()).hasBody("a");
            assertThat(client.readResponse()).hasBody("b");
            assertThat(client.readResponse()).hasBody("c");
        }

        @Test
        void theHeadOfAPipelinedRequestDoesNotWaitForItsBody() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().answering(Answers.ok("one").after(gate), Answers.ok("two"));
            RawClient client = scene.proxyTo(origin)
                    .client()
                    .sendGet("/1")
                    .send("POST /2 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 4\r\n\r\n");
            origin.awaitRequest(1);
            gate.open();
            assertThat(client.readResponse()).hasBody("one");

            origin.awaitHead(2);
            client.send("body");

            assertThat(client.readResponse()).hasBody("two");
            assertThat(origin.awaitRequest(2)).hasBody("body");
        }

        @Test
        void nothingIsServedAfterARequestThatSaysClose() {
            Origin origin = scene.origin();
            RawClient client = scene.proxyTo(origin).client();
            client.sendGet("/1", "Connection: close").sendGet("/2");
            assertThat(client.readResponse()).hasStatus(200);
            client.readToEnd();
            assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/1");
        }

        @Test
        void aMalformedRequestIsAnsweredAfterTheGoodOneBeforeIt() {
            RawClient client = scene.proxyTo(scene.origin("a")).client();
            client.sendGet("/1").send("nonsense\r\n\r\n");
            assertThat(client.readResponse()).hasStatus(200).hasBody("a");
            assertThat(client.readResponse()).hasStatus(400).saysClose();
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void manySmallRequestsAtOnceAreAllServed() {
            RawClient client = scene.proxyTo(scene.origin()).client();
            for (int i = 0; i < 500; i++) {
                client.sendGet("/" + i);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(client.readResponse()).hasStatus(200);
            }
        }
    }

    @Nested
    class HalfClosed {

        @Test
        void aClientThatHasSentAllStillGetsItsResponse() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().answering(Answers.ok("late").after(gate));
            RawClient client = scene.proxyTo(origin).client().sendGet("/").halfClose();
            origin.awaitRequest(1);
            gate.open();

            assertThat(client.readResponse()).hasBody("late");
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void everyPipelinedRequestIsServedBeforeTheEnd() {
            RawClient client = scene.proxyTo(scene.origin().answering((request, to) -> to.respond(200, request.path())))
                    .client();
            client.sendGet("/1").sendGet("/2").halfClose();
            assertThat(client.readResponse()).hasBody("/1");
            assertThat(client.readResponse()).hasBody("/2");
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aClientThatHasSentAllStillGetsALongResponseThatItReadsLate() {
            String body = "0123456789".repeat(500_000);
            Origin origin = scene.origin().answering(Answers.ok(body));
            RawClient client = scene.proxyTo("pools.app.buffers.high = 8m", origin)
                    .slowReader()
                    .sendGet("/");
            Response head = client.readHead();
            origin.awaitConnection(1).awaitSent(body.length());
            client.halfClose();

            assertThat(client.readBody(head).body().equals(body)).isTrue();
        }

        @Test
        void anIdleConnectionEndsWithItsClient() {
            RawClient client = scene.proxyTo(scene.origin()).client();
            client.get("/");
            assertThat(client.halfClose().awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aHeadThatNeverEndsIsNotServed() {
            Origin origin = scene.origin();
            RawClient client = scene.proxyTo(origin)
                    .client()
                    .send("GET / HTTP/1.1\r\nHost: exa")
                    .halfClose();
            client.readToEnd();
            assertThat(origin.connections()).isEmpty();
        }
    }

    @Nested
    class Gone {

        @Test
        void aClientThatResetsEndsItsRequestAtTheBackend() {
            Origin origin = scene.origin().silent();
            RawClient client = scene.proxyTo(origin).client().sendGet("/");
            origin.awaitRequest(1);
            client.reset();
            assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
        }

        @Test
        void aClientThatResetsAmidAResponseEndsItAtTheBackend() {
            Origin origin = scene.origin().answering(Answers.endless());
            RawClient client = scene.proxyTo(origin).client().sendGet("/");
            client.readHead();
            client.reset();
            assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
        }

        @Test
        void aClientThatResetsAmidItsBodyLeavesNothingDone() {
            Origin origin = scene.origin();
            RawClient client = scene.proxyTo(origin)
                    .client()
                    .send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 100\r\n\r\nhello");
            origin.awaitHead(1);
            client.reset();
            origin.awaitConnection(1).awaitEnding();
            assertThat(origin.requests()).noneMatch(RecordedRequest::isComplete);
        }
    }
}
