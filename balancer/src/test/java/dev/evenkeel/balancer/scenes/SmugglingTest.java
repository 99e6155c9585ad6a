package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests made so that two parsers would disagree on where they end. Each hides a request for
 * {@code /hidden} in what one reading takes for a body: it must never arrive, and whatever else
 * arrives must be well formed.
 */
class SmugglingTest {

    private static final String POST = "POST /seen HTTP/1.1\r\nHost: example.com\r\n";
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: example.com\r\n\r\n";
    private static final String LAST_CHUNK_THEN_HIDDEN = "0\r\n\r\n" + HIDDEN;

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin origin;
    private Proxy proxy;

    @BeforeEach
    void start() {
        origin = scene.origin();
        proxy = scene.proxyTo(origin);
    }

    /** Both readings of a message with these fields differ in whether the hidden request is its body. */
    private static String withLength(String fields) {
        return POST + fields + "Content-Length: " + LAST_CHUNK_THEN_HIDDEN.length() + "\r\n\r\n"
                + LAST_CHUNK_THEN_HIDDEN;
    }

    static Stream<Arguments> corpus() {
        return Stream.of(
                argumentSet("CL.TE", withLength("Transfer-Encoding: chunked\r\n")),
                argumentSet(
                        "TE.CL",
                        POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + LAST_CHUNK_THEN_HIDDEN),
                argumentSet("TE with a space before the colon", withLength("Transfer-Encoding : chunked\r\n")),
                argumentSet("TE with a tab before the colon", withLength("Transfer-Encoding\t: chunked\r\n")),
                argumentSet("TE with a vertical tab", withLength("Transfer-Encoding:\u000bchunked\r\n")),
                argumentSet("TE with a form feed", withLength("Transfer-Encoding: chunked\f\r\n")),
                argumentSet("TE with a NUL", withLength("Transfer-Encoding: chunked\0\r\n")),
                argumentSet("TE with a CR", withLength("Transfer-Encoding: chunked\r \r\n")),
                argumentSet("TE folded", withLength("Transfer-Encoding:\r\n chunked\r\n")),
                argumentSet("TE folded into another field", withLength("X: y\r\n Transfer-Encoding: chunked\r\n")),
                argumentSet("TE behind a LF", withLength("X: y\nTransfer-Encoding: chunked\r\n")),
                argumentSet("TE behind a CR", withLength("X: y\rTransfer-Encoding: chunked\r\n")),
                argumentSet("TE behind a space", withLength(" Transfer-Encoding: chunked\r\n")),
                argumentSet("TE without a colon", withLength("Transfer-Encoding\r\n : chunked\r\n")),
                argumentSet("TE twice", withLength("Transfer-Encoding: chunked\r\nTransfer-encoding: x\r\n")),
                argumentSet("TE of x, chunked", withLength("Transfer-Encoding: x, chunked\r\n")),
                argumentSet("TE of chunked, x", withLength("Transfer-Encoding: chunked, x\r\n")),
                argumentSet("TE of identity", withLength("Transfer-Encoding: identity\r\n")),
                argumentSet("TE in quotes", withLength("Transfer-Encoding: \"chunked\"\r\n")),
                argumentSet(
                        "CL twice, short first",
                        POST + "Content-Length: 0\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN),
                argumentSet(
                        "CL twice, long first",
                        POST + "Content-Length: " + HIDDEN.length() + "\r\nContent-Length: 0\r\n\r\n" + HIDDEN),
                argumentSet("CL as a list", POST + "Content-Length: 0, " + HIDDEN.length() + "\r\n\r\n" + HIDDEN),
                argumentSet("CL with a plus", POST + "Content-Length: +" + HIDDEN.length() + "\r\n\r\n" + HIDDEN),
                argumentSet("CL with a minus", POST + "Content-Length: -0\r\n\r\n" + HIDDEN),
                argumentSet(
                        "CL in hexadecimal",
                        POST + "Content-Length: 0x" + Integer.toHexString(HIDDEN.length()) + "\r\n\r\n" + HIDDEN),
                argumentSet(
                        "CL with a space before the colon",
                        POST + "Content-Length : " + HIDDEN.length() + "\r\n\r\n" + HIDDEN),
                argumentSet("CL folded", POST + "Content-Length:\r\n " + HIDDEN.length() + "\r\n\r\n" + HIDDEN),
                argumentSet("CL that overflows to 0", POST + "Content-Length: 18446744073709551616\r\n\r\n" + HIDDEN),
                argumentSet("CL that overflows 32 bits to 0", POST + "Content-Length: 4294967296,0\r\n\r\n" + HIDDEN),
                argumentSet(
                        "chunk size that overflows to 0",
                        POST + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n" + HIDDEN),
                argumentSet(
                        "chunk extension with a LF",
                        POST + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(2 + LAST_CHUNK_THEN_HIDDEN.length()) + ";\nxx\r\n"
                                + LAST_CHUNK_THEN_HIDDEN + "\r\n0\r\n\r\n"),
                argumentSet(
                        "chunk with a LF end", POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n" + HIDDEN),
                argumentSet(
                        "chunk without an end", POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nab0\r\n\r\n" + HIDDEN),
                argumentSet("chunk size in two parts", POST + "Transfer-Encoding: chunked\r\n\r\n0 0\r\n\r\n" + HIDDEN),
                argumentSet("last chunk with a LF", POST + "Transfer-Encoding: chunked\r\n\r\n0\n\n" + HIDDEN),
                argumentSet("head that ends in LF LF", "GET /seen HTTP/1.1\nHost: example.com\n\n" + HIDDEN),
                argumentSet(
                        "chunked in HTTP/1.0",
                        "POST /seen HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: "
                                + LAST_CHUNK_THEN_HIDDEN.length() + "\r\n\r\n" + LAST_CHUNK_THEN_HIDDEN),
                argumentSet("name with a NUL", withLength("Transfer-Encoding\0: chunked\r\n")),
                argumentSet("request line with a CR", "GET /seen HTTP/1.1\rX: " + HIDDEN),
                argumentSet("second Host", "GET /seen HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + HIDDEN));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void whatIsHiddenNeverArrives(String request) {
        RawClient client = proxy.client().send(request);
        assertThat(client.readResponse().status()).isBetween(400, 501);
        client.readToEnd();
        assertThat(origin.requests()).noneMatch(RecordedRequest::isComplete);
        assertThat(origin.requests()).extracting(RecordedRequest::path).doesNotContain("/hidden");
    }

    @Test
    void aCodingWithAnotherNameIsNotACoding() {
        RawClient client = proxy.client().send(withLength("Transfer_Encoding: chunked\r\n"));
        assertThat(client.readResponse()).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasBody(LAST_CHUNK_THEN_HIDDEN);
    }

    @Test
    void theLengthCanNotBeMadeHopByHop() {
        assertThat(proxy.post("/seen", HIDDEN, "Connection: Content-Length")).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasBody(HIDDEN);
    }

    @Test
    void theCodingCanNotBeMadeHopByHop() {
        RawClient client = proxy.client()
                .send(POST + "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assertThat(client.readResponse()).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasBody("a");
    }

    @Test
    void theHostCanNotBeMadeHopByHop() {
        assertThat(proxy.get("/seen", "Connection: Host")).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasHeader("Host", "example.com");
    }

    @Test
    void anUpgradeIsNotPassedOnUnasked() {
        String upgrade =
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA";
        assertThat(proxy.get("/seen", upgrade)).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasNoHeader("Upgrade", "HTTP2-Settings");
    }

    @Test
    void aBodyThatNoRouteWantsIsNotTheNextRequest() {
        Proxy picky = scene.proxyTo("listeners.web.routes = [ { path = \"/hidden\", service = app } ]", origin);
        RawClient client = picky.client().send(POST + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        assertThat(client.readResponse()).hasStatus(404);
        client.halfClose().readToEnd();
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void aBodyOfAGetIsABody() {
        String head = "GET /seen HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n";
        assertThat(proxy.client().send(head + HIDDEN).readResponse()).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasBody(HIDDEN);
    }
}
