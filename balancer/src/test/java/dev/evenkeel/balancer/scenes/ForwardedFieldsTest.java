package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What backends are told of the client, and whose word is believed. */
class ForwardedFieldsTest {

    private static final String TRUSTED = "listeners.web.forwarded.trusted = [\"127.0.0.0/8\"]\n";
    private static final String STRANGERS = "listeners.web.forwarded.trusted = [\"10.0.0.0/8\", \"2001:db8::/32\"]\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private RecordedRequest forwarded(String settings, String... fields) {
        Origin origin = scene.origin();
        assertThat(scene.proxyTo(settings, origin).get("/", fields)).hasStatus(200);
        return origin.awaitRequest(1);
    }

    @Nested
    class XForwarded {

        @Test
        void tellsAddressSchemeAndHost() {
            assertThat(forwarded(""))
                    .hasHeader("X-Forwarded-For", "127.0.0.1")
                    .hasHeader("X-Forwarded-Proto", "http")
                    .hasHeader("X-Forwarded-Host", "example.com");
        }

        @Test
        void ofAStrangerIsReplaced() {
            assertThat(forwarded(
                            STRANGERS,
                            "X-Forwarded-For: 192.0.2.1",
                            "x-forwarded-for: 192.0.2.2",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Host: evil.example"))
                    .hasHeader("X-Forwarded-For", "127.0.0.1")
                    .hasHeader("X-Forwarded-Proto", "http")
                    .hasHeader("X-Forwarded-Host", "example.com");
        }

        @Test
        void ofATrustedProxyIsExtended() {
            RecordedRequest request = forwarded(TRUSTED, "X-Forwarded-For: 192.0.2.1, 192.0.2.2");
            assertThat(String.join(", ", request.fields().all("X-Forwarded-For")))
                    .isEqualTo("192.0.2.1, 192.0.2.2, 127.0.0.1");
        }

        @Test
        void ofATrustedProxyKeepsTheClientsSchemeAndHost() {
            assertThat(forwarded(TRUSTED, "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.example"))
                    .hasHeader("X-Forwarded-Proto", "https")
                    .hasHeader("X-Forwarded-Host", "shop.example");
        }

        @Test
        void ofATrustedProxyThatSaysNothingIsTold() {
            assertThat(forwarded(TRUSTED))
                    .hasHeader("X-Forwarded-For", "127.0.0.1")
                    .hasHeader("X-Forwarded-Proto", "http")
                    .hasHeader("X-Forwarded-Host", "example.com");
        }

        @Test
        void switchedOffIsNotSentNorForged() {
            assertThat(forwarded(
                            "listeners.web.forwarded.x-forwarded = off\n",
                            "X-Forwarded-For: 192.0.2.1",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Host: evil.example"))
                    .hasNoHeader("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host");
        }

        @Test
        void canNotBeMadeHopByHop() {
            assertThat(forwarded("", "Connection: X-Forwarded-For, X-Forwarded-Proto"))
                    .hasHeader("X-Forwarded-For", "127.0.0.1")
                    .hasHeader("X-Forwarded-Proto", "http");
        }
    }

    @Nested
    class Forwarded {

        private static final String ON = "listeners.web.forwarded.forwarded = on\n";

        private static String[] parameters(RecordedRequest request) {
            return request.header("Forwarded")
                    .toLowerCase(Locale.ROOT)
                    .replace("\"", "")
                    .split("[;,] *", -1);
        }

        @Test
        void isNotSentUnlessAskedFor() {
            assertThat(forwarded("")).hasNoHeader("Forwarded");
        }

        @Test
        void tellsAddressSchemeAndHost() {
            assertThat(parameters(forwarded(ON))).contains("for=127.0.0.1", "proto=http", "host=example.com");
        }

        @Test
        void quotesAHostWithAPort() {
            assertThat(forwarded(ON, "Host: example.com:8080").header("Forwarded"))
                    .contains("host=\"example.com:8080\"");
        }

        @Test
        void ofAStrangerIsReplaced() {
            assertThat(forwarded(ON, "Forwarded: for=192.0.2.1;proto=https").header("Forwarded"))
                    .doesNotContain("192.0.2.1", "https");
        }

        @Test
        void ofAStrangerIsRemovedEvenIfSwitchedOff() {
            assertThat(forwarded("", "Forwarded: for=192.0.2.1")).hasNoHeader("Forwarded");
        }

        @Test
        void ofATrustedProxyIsExtended() {
            RecordedRequest request = forwarded(ON + TRUSTED, "Forwarded: for=192.0.2.1;proto=https");
            assertThat(String.join(", ", request.fields().all("Forwarded")))
                    .startsWith("for=192.0.2.1;proto=https, ")
                    .contains("for=127.0.0.1");
        }
    }

    @Nested
    class Via {

        @Test
        void namesTheVersionThatCame() {
            assertThat(forwarded("").header("Via")).startsWith("1.1 ");
        }

        @Test
        void namesAnOlderVersionThatCame() {
            Origin backend = scene.origin();
            scene.proxyTo(backend)
                    .client()
                    .send("GET / HTTP/1.0\r\nHost: example.com\r\n\r\n")
                    .readResponse();
            assertThat(backend.awaitRequest(1).header("Via")).startsWith("1.0 ");
        }

        @Test
        void isExtendedWhoeverWroteIt() {
            RecordedRequest request = forwarded("", "Via: 1.0 fred");
            assertThat(String.join(", ", request.fields().all("Via"))).startsWith("1.0 fred, 1.1 ");
        }

        @Test
        void isToldToTheClientToo() {
            assertThat(scene.proxyTo(scene.origin()).get("/").header("Via")).startsWith("1.1 ");
        }

        @Test
        void switchedOffIsNotSent() {
            Origin backend = scene.origin();
            Proxy proxy = scene.proxyTo("listeners.web.forwarded.via = off", backend);
            assertThat(proxy.get("/")).hasNoHeader("Via");
            assertThat(backend.awaitRequest(1)).hasNoHeader("Via");
        }
    }

    @Nested
    class RequestId {

        @Test
        void isDifferentForEachRequest() {
            Origin backend = scene.origin();
            Proxy proxy = scene.proxyTo(backend);
            proxy.get("/1");
            proxy.get("/2");
            String first = backend.awaitRequest(1).header("X-Request-Id");
            assertThat(first).isNotBlank();
            assertThat(backend.awaitRequest(2).header("X-Request-Id")).isNotEqualTo(first);
        }

        @Test
        void ofAStrangerIsReplaced() {
            assertThat(forwarded("", "X-Request-Id: forged").header("X-Request-Id"))
                    .isNotBlank()
                    .isNotEqualTo("forged");
        }

        @Test
        void ofATrustedProxyIsKept() {
            assertThat(forwarded(TRUSTED, "X-Request-Id: abc-123")).hasHeader("X-Request-Id", "abc-123");
        }

        @Test
        void switchedOffIsNotSentNorForged() {
            assertThat(forwarded("listeners.web.forwarded.request-id = off\n", "X-Request-Id: forged"))
                    .hasNoHeader("X-Request-Id");
        }
    }
}
