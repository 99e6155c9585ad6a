package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fields that concern one connection only go no further (RFC 9110 §7.6.1). */
class HopByHopTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Nested
    class OfRequests {

        private RecordedRequest forwarded(String... fields) {
            Origin origin = scene.origin();
            assertThat(scene.proxyTo(origin).get("/", fields)).hasStatus(200);
            return origin.awaitRequest(1);
        }

        @Test
        void whatConnectionNamesIsRemoved() {
            assertThat(forwarded("X-One: 1", "Connection: X-One, x-two", "X-Two: 2", "X-Three: 3"))
                    .hasNoHeader("X-One", "X-Two")
                    .hasHeader("X-Three", "3");
        }

        @Test
        void whatSeveralConnectionFieldsNameIsRemoved() {
            assertThat(forwarded("Connection: X-One", "X-One: 1", "Connection: X-Two", "X-Two: 2"))
                    .hasNoHeader("X-One", "X-Two");
        }

        @Test
        void everyFieldOfANamedNameIsRemoved() {
            assertThat(forwarded("X-One: 1", "Connection: X-One", "X-ONE: 2")).hasNoHeader("X-One");
        }

        @Test
        void theConnectionFieldItselfIsRemoved() {
            RecordedRequest request = forwarded("X-One: 1", "Connection: X-One");
            assertThat(request.fields().listHas("Connection", "X-One")).isFalse();
        }

        @Test
        void theUsualOnesAreRemovedEvenIfNotNamed() {
            assertThat(forwarded("Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "TE: gzip", "Upgrade: x/1"))
                    .hasNoHeader("Keep-Alive", "Proxy-Connection", "TE", "Upgrade");
        }

        @Test
        void theProxyFieldIsRemoved() {
            assertThat(forwarded("Proxy: http://evil.example/")).hasNoHeader("Proxy");
        }

        @Test
        void endToEndFieldsAreNot() {
            assertThat(forwarded("Authorization: Basic x", "Cookie: a=b", "Cookie: c=d", "Cache-Control: no-cache"))
                    .hasHeader("Authorization", "Basic x")
                    .hasHeaders("Cookie", "a=b", "c=d")
                    .hasHeader("Cache-Control", "no-cache");
        }
    }

    @Nested
    class OfResponses {

        private Response forwarded(String... fields) {
            Origin origin = scene.origin().answering(Answers.ok("x", fields));
            return scene.proxyTo(origin).get("/");
        }

        @Test
        void whatConnectionNamesIsRemoved() {
            assertThat(forwarded("X-One: 1", "Connection: X-One, x-two", "X-Two: 2", "X-Three: 3"))
                    .hasStatus(200)
                    .hasNoHeader("X-One", "X-Two")
                    .hasHeader("X-Three", "3");
        }

        @Test
        void theUsualOnesAreRemovedEvenIfNotNamed() {
            assertThat(forwarded("Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "Upgrade: h2c"))
                    .hasStatus(200)
                    .hasNoHeader("Keep-Alive", "Proxy-Connection", "Upgrade");
        }

        @Test
        void theLengthCanNotBeMadeHopByHop() {
            assertThat(forwarded("Connection: Content-Length")).hasStatus(200).hasBody("x");
        }

        @Test
        void endToEndFieldsAreNotTouched() {
            Response response = forwarded(
                    "Set-Cookie: a=1",
                    "set-cookie: b=2",
                    "ETag: \"e\"",
                    "Server: s",
                    "Date: Sun, 06 Nov 1994 08:49:37 GMT");
            assertThat(response)
                    .hasHeaders("Set-Cookie", "a=1", "b=2")
                    .hasHeader("ETag", "\"e\"")
                    .hasHeader("Server", "s")
                    .hasHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
            assertThat(response.raw()).containsSubsequence("Set-Cookie: a=1\r\n", "set-cookie: b=2\r\n");
        }
    }
}
