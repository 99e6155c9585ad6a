package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend may not send: the client gets a 502, the backend's connection is closed, nothing gets out of step. */
class ResponseStrictnessTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    static Stream<Arguments> malformed() {
        return Stream.of(
                argumentSet("nothing of HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
                argumentSet("binary nonsense", "\u0015\u0003\u0003\0\u0002\u0002P\r\n\r\n"),
                argumentSet("a request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                argumentSet("empty line first", "\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n"),
                argumentSet("version in small letters", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("version 2", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("version without a minor number", "HTTP/1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("ICY", "ICY 200 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("no status", "HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("status below 100", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("status that is no number", "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("NUL in the reason", "HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("ESC in the reason", "HTTP/1.1 200 O\u001bK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("status above 599", "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("CR alone in the reason", "HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("LF alone ends the lines", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
                argumentSet("LF alone ends a field", OK + "A: b\nContent-Length: 0\r\n\r\n"),
                argumentSet("CR alone in a value", OK + "A: b\rc\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("NUL in a value", OK + "A: b\0c\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("control character in a value", OK + "A: b\u0001c\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("DEL in a value", OK + "A: b\u007f\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("folded field", OK + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("space before the colon", OK + "A : b\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("space before the first field", OK + " A: b\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("no colon", OK + "A\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("no name", OK + ": b\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("space within a name", OK + "A b: c\r\nContent-Length: 0\r\n\r\n"),
                argumentSet(
                        "length and coding", OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                argumentSet("two lengths", OK + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
                argumentSet("the same length twice", OK + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
                argumentSet("list of lengths", OK + "Content-Length: 0, 5\r\n\r\n"),
                argumentSet("length below zero", OK + "Content-Length: -1\r\n\r\n"),
                argumentSet("length that is no number", OK + "Content-Length: x\r\n\r\n"),
                argumentSet("length beyond 63 bits", OK + "Content-Length: 9223372036854775808\r\n\r\n"),
                argumentSet("unknown coding", OK + "Transfer-Encoding: gzip\r\n\r\n"),
                argumentSet("coding before chunked", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                argumentSet(
                        "chunked twice",
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                argumentSet("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                argumentSet(
                        "upgrade that nobody asked for",
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
                argumentSet("endless status line", "HTTP/1.1 200 " + "x".repeat(1 << 20)),
                argumentSet("endless field", OK + "A: " + "x".repeat(1 << 20)),
                argumentSet("endless fields", OK + "A: b\r\n".repeat(1 << 18)),
                argumentSet("too many fields", OK + "A: b\r\n".repeat(257) + "\r\n"),
                argumentSet("too many interim responses", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(65)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedResponseIsABadGateway(String response) {
        Origin origin = scene.origin().answering(Answers.raw(response), Answers.ok("fine"));
        Proxy proxy = scene.proxyTo(origin);

        assertThat(proxy.get("/bad")).hasStatus(502);
        origin.awaitConnection(1).awaitEnding();

        assertThat(proxy.get("/good")).hasStatus(200).hasBody("fine");
        assertThat(origin.awaitRequest(2).connection()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nA: b\r\n"})
    void aResponseThatEndsWithinItsHeadIsABadGateway(String part) {
        Origin origin = scene.origin().answering(Answers.raw(part).thenClose());
        assertThat(scene.proxyTo(origin).get("/")).hasStatus(502);
    }

    @Test
    void aBackendThatClosesWithoutAWordIsABadGateway() {
        Origin origin = scene.origin().answering(Answers.closing());
        assertThat(scene.proxyTo(origin).get("/")).hasStatus(502);
    }

    @Test
    void aBackendThatResetsIsABadGateway() {
        Origin origin = scene.origin().answering(Answers.resetting());
        assertThat(scene.proxyTo(origin).get("/")).hasStatus(502);
    }

    static Stream<Arguments> brokenBodies() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                argumentSet("shorter than its length", OK + "Content-Length: 10\r\n\r\nhello"),
                argumentSet("without its last chunk", chunked + "5\r\nhello\r\n"),
                argumentSet("within a chunk", chunked + "a\r\nhello"),
                argumentSet("within the last chunk", chunked + "5\r\nhello\r\n0\r\n"),
                argumentSet("chunk size that is no number", chunked + "5\r\nhello\r\nx\r\n\r\n"),
                argumentSet("chunk longer than its size", chunked + "5\r\nhello!\r\n0\r\n\r\n"),
                argumentSet("LF alone after a chunk size", chunked + "5\r\nhello\r\n5\nhello\r\n0\r\n\r\n"),
                argumentSet("chunk size beyond 64 bits", chunked + "5\r\nhello\r\n10000000000000000\r\n\r\n"),
                argumentSet("broken trailer", chunked + "5\r\nhello\r\n0\r\nA\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void aBodyThatBreaksOffIsNeverPassedOffAsWhole(String response) {
        int broken = response.indexOf("hello") + 5;
        Gate clientHasTheHead = scene.gate();
        Origin origin = scene.origin().answering((request, to) -> {
            to.send(response.substring(0, broken));
            clientHasTheHead.await();
            to.send(response.substring(broken)).close();
        });
        RawClient client = scene.proxyTo(origin).client().sendGet("/");

        Response head = client.readHead();
        clientHasTheHead.open();

        assertThat(client.readCutBody(head)).hasStatus(200).hasBody("hello");
    }

    @Test
    void aBodyUntilTheEndThatIsResetIsNeverPassedOffAsWhole() {
        Gate clientHasTheHead = scene.gate();
        Origin origin = scene.origin().answering((request, to) -> {
            to.send(OK + "\r\nhello");
            clientHasTheHead.await();
            to.reset();
        });
        RawClient client = scene.proxyTo(origin).client().sendGet("/");

        Response head = client.readHead();
        clientHasTheHead.open();

        assertThat(client.readCutBody(head)).hasStatus(200);
    }

    @Test
    void bytesAfterAResponseAreNotTheNextOne() {
        Origin origin = scene.origin()
                .answering(
                        Answers.raw(OK + "Content-Length: 5\r\n\r\nhello" + OK + "Content-Length: 4\r\n\r\nevil"),
                        Answers.ok("good"));
        RawClient client = scene.proxyTo(origin).client();

        assertThat(client.get("/1")).hasBody("hello");
        assertThat(client.get("/2")).hasBody("good");
        assertThat(origin.awaitRequest(2).connection()).isEqualTo(2);
    }

    @Test
    void bytesOnAnIdleConnectionAreNotTheNextResponse() {
        Gate clientHasTheFirst = scene.gate();
        Answer thenEvil = (request, to) -> {
            to.respond(200, "hello");
            clientHasTheFirst.await();
            to.send(OK + "Content-Length: 4\r\n\r\nevil");
        };
        Origin origin = scene.origin().answering(thenEvil, Answers.ok("good"));
        Proxy proxy = scene.proxyTo(origin);

        assertThat(proxy.get("/1")).hasBody("hello");
        clientHasTheFirst.open();
        origin.awaitConnection(1).awaitEnding();

        assertThat(proxy.get("/2")).hasBody("good");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void bytesAfterAResponseThatHasNoBodyAreNotTheNextOne(int status) {
        Origin origin = scene.origin()
                .answering(Answers.raw("HTTP/1.1 " + status + " Nothing\r\n\r\nevil\r\n"), Answers.ok("good"));
        RawClient client = scene.proxyTo(origin).client();

        assertThat(client.get("/1")).hasStatus(status).hasBody("");
        assertThat(client.get("/2")).hasStatus(200).hasBody("good");
    }

    @Test
    void aBodyInAResponseToHeadIsNotTheNextResponse() {
        Origin origin = scene.origin().answering(Answers.raw(OK + "Content-Length: 4\r\n\r\nevil"), Answers.ok("good"));
        RawClient client = scene.proxyTo(origin).client();

        assertThat(client.request("HEAD", "/1")).hasStatus(200).hasHeader("Content-Length", "4");
        assertThat(client.get("/2")).hasBody("good");
    }
}
