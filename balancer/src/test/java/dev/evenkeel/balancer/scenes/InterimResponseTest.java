package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 1xx responses and the expectation of one (RFC 9110 §10.1.1, §15.2; RFC 8297). */
class InterimResponseTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Nested
    class Expect100Continue {

        private static final String HEAD =
                "POST / HTTP/1.1\r\nHost: example.com\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

        @Test
        void isAskedOfTheBackendAndItsAnswerPassedOn() {
            Origin origin = scene.origin().playing(with -> {
                RecordedRequest head = with.readHead();
                if (head != null) {
                    with.send("HTTP/1.1 100 Continue\r\n\r\n");
                    with.readBody(head);
                    with.respond(200, head.body());
                }
            });
            RawClient client = scene.proxyTo(origin).client().send(HEAD);

            assertThat(client.readHead()).hasStatus(100);
            assertThat(origin.awaitHead(1)).hasHeader("Expect", "100-continue");
            assertThat(client.send("hello").readResponse()).hasStatus(200).hasBody("hello");
        }

        @Test
        void isNotAnsweredBeforeTheBackendDoes() {
            Origin origin = scene.origin().playing(with -> {
                with.readHead();
                with.respond(417, "never", "Connection: close");
            });
            RawClient client = scene.proxyTo(origin).client().send(HEAD);
            assertThat(client.readResponse()).hasInterim().hasStatus(417).hasBody("never");
        }

        @Test
        void refusedLeavesNoBodyBehindForAnotherRequest() {
            Origin origin = scene.origin().playing(with -> {
                for (RecordedRequest head = with.readHead(); head != null; head = with.readHead()) {
                    with.respond(head.method().equals("POST") ? 417 : 200, head.path());
                }
            });
            Proxy proxy = scene.proxyTo(origin);
            assertThat(proxy.client().send(HEAD).readResponse()).hasStatus(417);
            assertThat(proxy.get("/next")).hasStatus(200).hasBody("/next");
        }

        @Test
        void needNotBeWaitedFor() {
            Origin origin = scene.origin().answering(Answers.echo());
            RawClient client = scene.proxyTo(origin).client().send(HEAD + "hello");
            assertThat(client.readResponse()).hasStatus(200).hasBody("hello");
        }

        @Test
        void isOfNoAccountInHttp10() {
            Origin origin = scene.origin()
                    .answering((request, to) ->
                            to.send("HTTP/1.1 100 Continue\r\n\r\n").respond(200, "x"));
            RawClient client = scene.proxyTo(origin)
                    .client()
                    .send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.readResponse()).hasInterim().hasStatus(200);
        }
    }

    @Nested
    class Others {

        private Answer after(String interim) {
            return (request, to) -> to.send(interim).respond(200, "done");
        }

        @Test
        void earlyHintsArriveWithTheirFields() {
            Origin origin =
                    scene.origin().answering(after("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"));
            Response response = scene.proxyTo(origin).get("/");
            assertThat(response).hasInterim(103).hasStatus(200).hasBody("done");
            assertThat(response.interim().get(0)).hasHeader("Link", "</a.css>; rel=preload");
        }

        @Test
        void severalArriveInOrder() {
            String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
            Origin origin = scene.origin().answering(after("HTTP/1.1 102 Processing\r\n\r\n" + hints + hints));
            assertThat(scene.proxyTo(origin).get("/")).hasInterim(102, 103, 103).hasBody("done");
        }

        @Test
        void anUnknownOneArrives() {
            Origin origin = scene.origin().answering(after("HTTP/1.1 199 Odd\r\n\r\n"));
            assertThat(scene.proxyTo(origin).get("/")).hasInterim(199).hasBody("done");
        }

        @Test
        void areNotSentToAnHttp10Client() {
            Origin origin = scene.origin().answering(after("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"));
            RawClient client = scene.proxyTo(origin).client().send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.readResponse()).hasInterim().hasStatus(200).hasBody("done");
        }

        @Test
        void arriveBeforeTheFinalResponseIsThere() {
            var gate = scene.gate();
            Origin origin = scene.origin().answering((request, to) -> {
                to.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                gate.await();
                to.respond(200, "done");
            });
            RawClient client = scene.proxyTo(origin).client().sendGet("/");
            assertThat(client.readHead()).hasStatus(103);
            gate.open();
            assertThat(client.readResponse()).hasStatus(200).hasBody("done");
        }

        @Test
        void withoutEndAreABadGateway() {
            Origin origin = scene.origin().answering((request, to) -> {
                while (!to.isClosed()) {
                    to.send("HTTP/1.1 102 Processing\r\n\r\n");
                }
            });
            RawClient client = scene.proxyTo(origin).client().sendGet("/");
            assertThat(client.readResponse()).hasStatus(502);
        }

        @Test
        void haveNoEndOfTheirOwn() {
            Origin origin = scene.origin()
                    .answering(Answers.raw("HTTP/1.1 103 Early Hints\r\n\r\n").thenClose());
            RawClient client = scene.proxyTo(origin).client().sendGet("/");
            assertThat(client.readResponse()).hasStatus(502);
        }

        @Test
        void keepTheirHopByHopFieldsToThemselves() {
            Origin origin = scene.origin()
                    .answering(
                            after("HTTP/1.1 103 Early Hints\r\nConnection: X-Own\r\nX-Own: 1\r\nLink: </a>\r\n\r\n"));
            Response interim = scene.proxyTo(origin).get("/").interim().get(0);
            assertThat(interim).hasNoHeader("X-Own").hasHeader("Link", "</a>");
        }
    }
}
