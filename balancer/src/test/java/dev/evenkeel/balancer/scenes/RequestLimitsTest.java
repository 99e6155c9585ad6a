package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much a client may send: exactly as much as the limits say. */
class RequestLimitsTest {

    private static final String LIMITS =
            "listeners.web.limits { request-line = 256, field = 256, fields = 600," + " field-count = 6, body = 1000 }";
    private static final String HOST = "Host: example.com\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin origin;
    private Proxy proxy;

    @BeforeEach
    void start() {
        origin = scene.origin().answering(Answers.echo());
        proxy = scene.proxyTo(LIMITS, origin);
    }

    private Response sent(String request) {
        return proxy.client().send(request).readResponse();
    }

    private void assertRefused(int status, String request) {
        RawClient client = proxy.client().send(request);
        assertThat(client.readResponse()).hasStatus(status).saysClose();
        client.readToEnd();
        assertThat(origin.connections()).isEmpty();
    }

    private static String requestLine(int length) {
        String rest = "GET / HTTP/1.1";
        return "GET /" + "x".repeat(length - rest.length()) + " HTTP/1.1\r\n";
    }

    private static String field(int length) {
        return "A: " + "x".repeat(length - 3) + "\r\n";
    }

    @Test
    void aRequestLineAtItsLimitIsForwarded() {
        assertThat(sent(requestLine(256) + HOST + "\r\n")).hasStatus(200);
    }

    @Test
    void aRequestLineBeyondItsLimitIsRefused() {
        assertRefused(414, requestLine(257) + HOST + "\r\n");
    }

    @Test
    void aRequestLineIsRefusedAsSoonAsItIsTooLong() {
        assertRefused(414, "GET /" + "x".repeat(300));
    }

    @Test
    void aFieldAtItsLimitIsForwarded() {
        assertThat(sent("GET / HTTP/1.1\r\n" + HOST + field(256) + "\r\n")).hasStatus(200);
    }

    @Test
    void aFieldBeyondItsLimitIsRefused() {
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + field(257) + "\r\n");
    }

    @Test
    void aFieldIsRefusedAsSoonAsItIsTooLong() {
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(300));
    }

    @Test
    void fieldsAtTheirLimitAreForwarded() {
        String fields = HOST + field(198) + field(198) + field(600 - HOST.length() - 402);
        assertThat(fields).hasSize(600);
        assertThat(sent("GET / HTTP/1.1\r\n" + fields + "\r\n")).hasStatus(200);
    }

    @Test
    void fieldsBeyondTheirLimitAreRefused() {
        String fields = HOST + field(198) + field(198) + field(600 - HOST.length() - 402) + "B:\r\n";
        assertRefused(431, "GET / HTTP/1.1\r\n" + fields + "\r\n");
    }

    @Test
    void asManyFieldsAsAllowedAreForwarded() {
        assertThat(sent("GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(5) + "\r\n"))
                .hasStatus(200);
    }

    @Test
    void moreFieldsThanAllowedAreRefused() {
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(6) + "\r\n");
    }

    @Test
    void aBodyAtItsLimitIsForwarded() {
        assertThat(proxy.post("/", "x".repeat(1000))).hasStatus(200).hasBody("x".repeat(1000));
    }

    @Test
    void aBodyBeyondItsLimitIsRefusedBeforeItIsSent() {
        assertRefused(413, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1001\r\n\r\n");
    }

    @Test
    void aBodyBeyondItsLimitIsRefusedEvenIfItCameAtOnce() {
        assertRefused(413, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1001\r\n\r\n" + "x".repeat(1001));
    }

    @Test
    void aChunkedBodyAtItsLimitIsForwarded() {
        String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
        assertThat(sent("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk
                        + "0\r\n\r\n"))
                .hasStatus(200)
                .hasBody("x".repeat(1000));
    }

    @Test
    void aChunkedBodyBeyondItsLimitIsCutOff() {
        String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
        RawClient client = proxy.client()
                .send("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "1\r\nx");
        assertThat(client.readResponse()).hasStatus(413).saysClose();
        client.readToEnd();
        assertThat(origin.requests()).noneMatch(RecordedRequest::isComplete);
    }

    @Test
    void theDefaultsTakeALargeCookie() {
        Origin other = scene.origin();
        Proxy withDefaults = scene.proxyTo(other);
        assertThat(withDefaults.get("/" + "x".repeat(4000), "Cookie: " + "c".repeat(7000)))
                .hasStatus(200);
        assertThat(other.awaitRequest(1)).hasHeader("Cookie", "c".repeat(7000));
    }

    @Test
    void aConnectionBeyondTheLimitWaitsForAnotherToClose() {
        Proxy narrow = scene.proxyTo("listeners.web.limits.connections = 1", scene.origin("a"));
        RawClient first = narrow.client();
        assertThat(first.get("/")).hasStatus(200);
        RawClient second = narrow.client().sendGet("/");

        first.close();

        assertThat(second.readResponse()).hasStatus(200).hasBody("a");
    }
}
