package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.evenkeel.balancer.testkit.Ending;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Request lines: what is forwarded, and what is refused before a backend hears of it (RFC 9112 §3). */
class RequestLineTest {

    private static final String HOST = "\r\nHost: example.com\r\n\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin origin;
    private Proxy proxy;

    @BeforeEach
    void start() {
        origin = scene.origin();
        proxy = scene.proxyTo(origin);
    }

    private RecordedRequest forwarded(String request) {
        assertThat(proxy.client().send(request).readResponse()).hasStatus(200);
        return origin.awaitRequest(1);
    }

    private void assertRefused(int status, String request) {
        RawClient client = proxy.client().send(request);
        assertThat(client.readResponse()).hasStatus(status).saysClose();
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void anEmptyLineBeforeTheRequestIsIgnored() {
        assertThat(forwarded("\r\nGET / HTTP/1.1" + HOST)).hasMethod("GET").hasTarget("/");
    }

    @Test
    void theTargetIsForwardedAsItCame() {
        String target = "/a%2Fb//c/../d;p=1/%e4?x=%20&y=/../&&z";
        assertThat(forwarded("GET " + target + " HTTP/1.1" + HOST)).hasTarget(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "PROPFIND", "get", "BREW-IT!#$%&'*+.^_`|~0"})
    void anyTokenIsAMethod(String method) {
        assertThat(proxy.client().send(method + " / HTTP/1.1" + HOST).readResponseTo(method))
                .hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasMethod(method);
    }

    @Test
    void theAbsoluteFormBecomesTheOriginFormAndItsAuthorityTheHost() {
        assertThat(forwarded("GET http://www.example.org:81/x?y HTTP/1.1" + HOST))
                .hasTarget("/x?y")
                .hasHeader("Host", "www.example.org:81");
    }

    @Test
    void theAbsoluteFormWithoutAPathMeansTheRoot() {
        assertThat(forwarded("GET http://www.example.org HTTP/1.1" + HOST)).hasTarget("/");
    }

    @Test
    void theAbsoluteFormWithoutAPathKeepsItsQuery() {
        assertThat(forwarded("GET http://www.example.org?a=b HTTP/1.1" + HOST)).hasTarget("/?a=b");
    }

    @Test
    void optionsOfAWholeServerKeepsItsStar() {
        assertThat(forwarded("OPTIONS * HTTP/1.1" + HOST)).hasMethod("OPTIONS").hasTarget("*");
    }

    @Test
    void optionsInAbsoluteFormWithoutAPathBecomesTheStar() {
        assertThat(forwarded("OPTIONS http://www.example.org HTTP/1.1" + HOST))
                .hasTarget("*")
                .hasHeader("Host", "www.example.org");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                argumentSet("LF alone ends the line", "GET / HTTP/1.1\nHost: example.com\r\n\r\n"),
                argumentSet("LF alone ends every line", "GET / HTTP/1.1\nHost: example.com\n\n"),
                argumentSet("CR alone ends the line", "GET / HTTP/1.1\rHost: example.com\r\n\r\n"),
                argumentSet("CR within the target", "GET /a\rb HTTP/1.1" + HOST),
                argumentSet("NUL within the target", "GET /a\0b HTTP/1.1" + HOST),
                argumentSet("control byte within the target", "GET /a\u0001b HTTP/1.1" + HOST),
                argumentSet("DEL within the target", "GET /a\u007fb HTTP/1.1" + HOST),
                argumentSet("space within the target", "GET /a b HTTP/1.1" + HOST),
                argumentSet("two spaces before the target", "GET  / HTTP/1.1" + HOST),
                argumentSet("two spaces before the version", "GET /  HTTP/1.1" + HOST),
                argumentSet("tab between the parts", "GET\t/\tHTTP/1.1" + HOST),
                argumentSet("space before the method", " GET / HTTP/1.1" + HOST),
                argumentSet("space after the version", "GET / HTTP/1.1 " + HOST),
                argumentSet("no method", "/ HTTP/1.1" + HOST),
                argumentSet("no target", "GET HTTP/1.1" + HOST),
                argumentSet("no version", "GET /\r\n\r\n"),
                argumentSet("method that is no token", "GE(T / HTTP/1.1" + HOST),
                argumentSet("method with a colon", "GET: / HTTP/1.1" + HOST),
                argumentSet("8-bit byte in the method", "G\u00cbT / HTTP/1.1" + HOST),
                argumentSet("version in small letters", "GET / http/1.1" + HOST),
                argumentSet("version of another protocol", "GET / ICY/1.1" + HOST),
                argumentSet("version without a minor number", "GET / HTTP/1" + HOST),
                argumentSet("version of two digits", "GET / HTTP/1.10" + HOST),
                argumentSet("version with a leading zero", "GET / HTTP/01.1" + HOST),
                argumentSet("target without a slash", "GET x HTTP/1.1" + HOST),
                argumentSet("star for another method than OPTIONS", "GET * HTTP/1.1" + HOST),
                argumentSet("authority for another method than CONNECT", "GET example.com:80 HTTP/1.1" + HOST),
                argumentSet("fragment", "GET /x#y HTTP/1.1" + HOST),
                argumentSet("absolute form without an authority", "GET http:///x HTTP/1.1" + HOST),
                argumentSet("absolute form with user information", "GET http://me:pw@example.com/ HTTP/1.1" + HOST),
                argumentSet("absolute form of another scheme", "GET ftp://example.com/ HTTP/1.1" + HOST),
                argumentSet("nothing of HTTP at all", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedLineIsRefused(String request) {
        assertRefused(400, request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/3.0", "HTTP/0.9", "HTTP/9.9"})
    void anotherMajorVersionIsNotSupported(String version) {
        assertRefused(505, "GET / " + version + HOST);
    }

    @Test
    void thePrefaceOfHttp2IsNotSupported() {
        assertRefused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", "CONNECT / HTTP/1.1" + HOST
            })
    void connectIsRefused(String request) {
        RawClient client = proxy.client().send(request);
        assertThat(client.readResponse().status()).isBetween(400, 501);
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.connections()).isEmpty();
    }
}
