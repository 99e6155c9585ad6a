package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of every kind arrive as they were sent, and the connection stays in step (RFC 9112 §6.3). */
class ResponseForwardingTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private RawClient clientOf(Origin origin) {
        return scene.proxyTo(origin).client();
    }

    @Nested
    class Bodies {

        @Test
        void withALengthKeepTheirLength() {
            RawClient client = clientOf(scene.origin("hello"));
            assertThat(client.get("/")).hasHeader("Content-Length", "5").hasBody("hello");
        }

        @Test
        void inChunksArriveWhole() {
            RawClient client = clientOf(scene.origin().answering(Answers.chunked("ab", "c", "d".repeat(5000))));
            assertThat(client.get("/1")).hasBody("abc" + "d".repeat(5000));
            assertThat(client.get("/2")).hasStatus(200);
        }

        @Test
        void byteByByteArriveWhole() {
            RawClient client = clientOf(scene.origin()
                    .answering(Answers.byteByByte(
                            OK + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nX-Sum: 1\r\n\r\n")));
            assertThat(client.get("/")).hasBody("abc").hasTrailer("X-Sum", "1");
        }

        @Test
        void untilTheEndArriveWhole() {
            RawClient client = clientOf(
                    scene.origin().answering(Answers.raw(OK + "\r\nhello").thenClose()));
            assertThat(client.get("/")).hasStatus(200).hasBody("hello");
        }

        @Test
        void untilTheEndOfOneDirectionArriveWhole() {
            RawClient client = clientOf(
                    scene.origin().answering(Answers.raw(OK + "\r\nhello").thenHalfClose()));
            assertThat(client.get("/")).hasStatus(200).hasBody("hello");
        }

        @Test
        void untilTheEndArriveWholeInHttp10Too() {
            Origin origin =
                    scene.origin().answering(Answers.raw(OK + "\r\nhello").thenClose());
            RawClient client = clientOf(origin).send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.readResponse()).hasNoHeader("Transfer-Encoding").hasBody("hello");
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void ofOneMebibyteArriveWhole() {
            String body = "0123456789abcdef".repeat(1 << 16);
            RawClient client = clientOf(scene.origin().answering(Answers.ok(body)));
            assertThat(client.get("/").body().equals(body)).isTrue();
        }

        @Test
        void arriveAsTheyCome() {
            Gate gate = scene.gate();
            RawClient client = clientOf(scene.origin().answering((request, to) -> {
                        to.send(OK + "Content-Length: 4\r\n\r\nab");
                        gate.await();
                        to.send("cd");
                    }))
                    .sendGet("/");
            client.readHead();
            assertThat(client.readBytes(2)).isEqualTo("ab");
            gate.open();
            assertThat(client.readBytes(2)).isEqualTo("cd");
        }

        @Test
        void ofFailedRequestsAreTheBackends() {
            RawClient client = clientOf(scene.origin().answering(Answers.status(500, "my own mistake")));
            assertThat(client.get("/")).hasStatus(500).hasBody("my own mistake");
        }
    }

    @Nested
    class WithoutABody {

        @ParameterizedTest
        @ValueSource(ints = {204, 304})
        void byStatusHaveNone(int status) {
            RawClient client = clientOf(scene.origin().answering(Answers.status(status, ""), Answers.ok("next")));
            assertThat(client.get("/1")).hasStatus(status).hasBody("").hasNoHeader("Transfer-Encoding");
            assertThat(client.get("/2")).hasBody("next");
        }

        @Test
        void notModifiedKeepsTheLengthOfWhatItStandsFor() {
            RawClient client = clientOf(
                    scene.origin().answering(Answers.status(304, "", "Content-Length: 1000"), Answers.ok("next")));
            assertThat(client.get("/1")).hasStatus(304).hasHeader("Content-Length", "1000");
            assertThat(client.get("/2")).hasBody("next");
        }

        @Test
        void toHeadKeepTheLengthOfWhatGetWouldGive() {
            RawClient client = clientOf(scene.origin("hello"));
            assertThat(client.request("HEAD", "/1")).hasStatus(200).hasHeader("Content-Length", "5");
            assertThat(client.get("/2")).hasBody("hello");
        }

        @Test
        void toHeadMayBeChunkedInName() {
            RawClient client = clientOf(scene.origin()
                    .answering(Answers.raw(OK + "Transfer-Encoding: chunked\r\n\r\n"), Answers.ok("next")));
            assertThat(client.request("HEAD", "/1")).hasStatus(200);
            assertThat(client.get("/2")).hasBody("next");
        }

        @Test
        void toHeadMayBeWithoutFraming() {
            RawClient client = clientOf(scene.origin().answering(Answers.raw(OK + "\r\n"), Answers.ok("next")));
            assertThat(client.request("HEAD", "/1")).hasStatus(200);
            assertThat(client.get("/2")).hasBody("next");
        }

        @Test
        void ofLengthZeroHaveNone() {
            RawClient client = clientOf(scene.origin().answering(Answers.ok("")));
            assertThat(client.get("/1")).hasHeader("Content-Length", "0").hasBody("");
            assertThat(client.get("/2")).hasBody("");
        }
    }

    @Nested
    class StatusLines {

        @ParameterizedTest
        @ValueSource(strings = {"200 OK", "200 ", "299 Fine by me", "404 Not here", "599 Whatever", "451 \u00e9"})
        void arriveWithTheirStatus(String statusAndReason) {
            RawClient client = clientOf(scene.origin()
                    .answering(Answers.raw("HTTP/1.1 " + statusAndReason + "\r\nContent-Length: 0\r\n\r\n")));
            assertThat(client.get("/")).hasStatus(Integer.parseInt(statusAndReason.substring(0, 3)));
        }

        @Test
        void mayLackTheSpaceBeforeAnEmptyReason() {
            RawClient client =
                    clientOf(scene.origin().answering(Answers.raw("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")));
            assertThat(client.get("/").status()).isIn(200, 502);
        }

        @Test
        void ofHttp10BecomeHttp11() {
            RawClient client =
                    clientOf(scene.origin().answering(Answers.raw("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")));
            assertThat(client.get("/").version()).isEqualTo("HTTP/1.1");
        }
    }

    @Nested
    class EarlyResponses {

        @Test
        void arriveBeforeTheBodyIsSent() {
            Origin origin = scene.origin().playing(with -> {
                with.readHead();
                with.respond(413, "too much", "Connection: close");
                with.drain();
            });
            RawClient client = clientOf(origin)
                    .send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1000000\r\n\r\nhello");
            assertThat(client.readResponse()).hasStatus(413).hasBody("too much");
        }

        @Test
        void arriveEvenIfTheBackendThenClosesOnTheRestOfTheBody() {
            Origin origin = scene.origin().playing(with -> {
                with.readHead();
                with.respond(413, "too much", "Connection: close");
                with.close();
            });
            RawClient client = clientOf(origin)
                    .send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1000));
            assertThat(client.readResponse()).hasStatus(413).hasBody("too much");
        }

        @Test
        void doNotBreakTheConnectionIfTheBodyFollows() {
            Gate gate = scene.gate();
            Origin origin = scene.origin().playing(with -> {
                for (var head = with.readHead(); head != null; head = with.readHead()) {
                    with.respond(200, head.path());
                    gate.await();
                    with.readBody(head);
                }
            });
            RawClient client =
                    clientOf(origin).send("POST /1 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\nhello");
            Response first = client.readResponse();
            assertThat(first).hasBody("/1");
            gate.open();
            client.send("world");
            if (!first.fields().listHas("Connection", "close")) {
                assertThat(client.get("/2")).hasBody("/2");
            }
        }
    }
}
