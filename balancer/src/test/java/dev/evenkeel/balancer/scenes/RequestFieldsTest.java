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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Field lines of requests: what is forwarded unharmed, and what is refused (RFC 9112 §5, RFC 9110 §5, §7.2). */
class RequestFieldsTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin origin;
    private Proxy proxy;

    @BeforeEach
    void start() {
        origin = scene.origin();
        proxy = scene.proxyTo(origin);
    }

    private RecordedRequest forwarded(String fields) {
        assertThat(proxy.client()
                        .send("GET / HTTP/1.1\r\nHost: example.com\r\n" + fields + "\r\n")
                        .readResponse())
                .hasStatus(200);
        return origin.awaitRequest(1);
    }

    private void assertRefused(String request) {
        RawClient client = proxy.client().send(request);
        assertThat(client.readResponse()).hasStatus(400).saysClose();
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void fieldsKeepTheirOrderTheirSpellingAndTheirNumber() {
        RecordedRequest request = forwarded("b: 1\r\nA: 2\r\nB: 3\r\nx-Y-z: 4\r\n");
        assertThat(request).hasHeaders("B", "1", "3");
        assertThat(request.rawHead()).containsSubsequence("b: 1\r\n", "A: 2\r\n", "B: 3\r\n", "x-Y-z: 4\r\n");
    }

    @Test
    void whitespaceAroundAValueIsNotPartOfIt() {
        assertThat(forwarded("A: \t v w \t\r\nB:x\r\n")).hasHeader("A", "v w").hasHeader("B", "x");
    }

    @Test
    void anEmptyValueIsAValue() {
        assertThat(forwarded("A:\r\nB: \r\n")).hasHeader("A", "").hasHeader("B", "");
    }

    @Test
    void eightBitBytesOfAValueAreForwarded() {
        assertThat(forwarded("A: \u00e9\u00ff\u0080\r\n")).hasHeader("A", "\u00e9\u00ff\u0080");
    }

    @Test
    void aTabWithinAValueIsForwarded() {
        assertThat(forwarded("A: v\tw\r\n")).hasHeader("A", "v\tw");
    }

    @Test
    void anyTokenIsAName() {
        assertThat(forwarded("!#$%&'*+-.^`|~0aZ: v\r\n")).hasHeader("!#$%&'*+-.^`|~0aZ", "v");
    }

    @Test
    void aHeadMayComeByteByByte() {
        RawClient client = proxy.client().sendByteByByte("GET /slow HTTP/1.1\r\nHost: example.com\r\nA: b\r\n\r\n");
        assertThat(client.readResponse()).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasTarget("/slow").hasHeader("A", "b");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                argumentSet("line folded with a space", "A: b\r\n c\r\n"),
                argumentSet("line folded with a tab", "A: b\r\n\tc\r\n"),
                argumentSet("folded line that is empty", "A: b\r\n \r\n"),
                argumentSet("LF alone ends a line", "A: b\nC: d\r\n"),
                argumentSet("LF alone ends the head", "A: b\r\n\n"),
                argumentSet("CR alone within a value", "A: b\rc\r\n"),
                argumentSet("CR alone between lines", "A: b\rC: d\r\n"),
                argumentSet("two CR at the end of a line", "A: b\r\r\n"),
                argumentSet("space before the colon", "A : b\r\n"),
                argumentSet("tab before the colon", "A\t: b\r\n"),
                argumentSet("no colon", "A\r\n"),
                argumentSet("no name", ": b\r\n"),
                argumentSet("space within the name", "A B: c\r\n"),
                argumentSet("parenthesis in the name", "A(b): c\r\n"),
                argumentSet("slash in the name", "A/b: c\r\n"),
                argumentSet("quote in the name", "A\"b: c\r\n"),
                argumentSet("8-bit byte in the name", "\u00c1: b\r\n"),
                argumentSet("NUL in the name", "A\0: b\r\n"),
                argumentSet("control byte in the name", "A\u0001: b\r\n"),
                argumentSet("NUL in the value", "A: b\0c\r\n"),
                argumentSet("control byte in the value", "A: b\u0001c\r\n"),
                argumentSet("escape in the value", "A: \u001b[2J\r\n"),
                argumentSet("vertical tab in the value", "A: b\u000bc\r\n"),
                argumentSet("DEL in the value", "A: b\u007fc\r\n"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFieldIsRefused(String fields) {
        assertRefused("GET / HTTP/1.1\r\nHost: example.com\r\n" + fields + "\r\n");
    }

    @Test
    void whitespaceBeforeTheFirstFieldIsRefused() {
        assertRefused("GET / HTTP/1.1\r\n Host: example.com\r\n\r\n");
    }

    @Nested
    class Host {

        @Test
        void isForwardedAsItCame() {
            assertThat(proxy.get("/", "Host: Example.COM:8080")).hasStatus(200);
            assertThat(origin.awaitRequest(1)).hasHeader("Host", "Example.COM:8080");
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "127.0.0.1:80", "[::1]", "[2001:db8::1]:8080", "a-b.c_d", "xn--nxasmq6b"})
        void mayBeAnyAuthority(String host) {
            assertThat(proxy.get("/", "Host: " + host)).hasStatus(200);
            assertThat(origin.awaitRequest(1)).hasHeader("Host", host);
        }

        @Test
        void mustBeThereInHttp11() {
            assertRefused("GET / HTTP/1.1\r\n\r\n");
        }

        @Test
        void mayBeMissingInHttp10() {
            assertThat(proxy.client().send("GET / HTTP/1.0\r\n\r\n").readResponse())
                    .hasStatus(200);
        }

        @Test
        void mustNotComeTwice() {
            assertRefused("GET / HTTP/1.1\r\nHost: a.com\r\nHost: b.com\r\n\r\n");
        }

        @Test
        void mustNotComeTwiceEvenIfBothAgree() {
            assertRefused("GET / HTTP/1.1\r\nHost: a.com\r\nhost: a.com\r\n\r\n");
        }

        @Test
        void mustNotComeTwiceInHttp10() {
            assertRefused("GET / HTTP/1.0\r\nHost: a.com\r\nHost: b.com\r\n\r\n");
        }

        @Test
        void mustBeThereBesideAnAbsoluteTarget() {
            assertRefused("GET http://example.com/ HTTP/1.1\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a b",
                    "a/b",
                    "a?b",
                    "a#b",
                    "a\\b",
                    "me@a.com",
                    "http://a.com",
                    "a.com:x",
                    "a.com:80:80",
                    "a.com:-1",
                    "a.com:99999999999",
                    "[::1",
                    "::1",
                    "[::1]x",
                    "[zz]",
                    "<a>",
                    "\"a\"",
                    "\u00e9.com"
                })
        void mustBeAnAuthority(String host) {
            assertRefused("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        }
    }
}
