package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that need no backend. */
class ServicesTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Nested
    class Redirects {

        @Test
        void sendTheClientElsewhere() {
            Proxy proxy = scene.proxy("services.to.redirect.to = \"https://www.example.org/\"");
            assertThat(proxy.get("/x")).hasStatus(308).hasHeader("Location", "https://www.example.org/");
        }

        @Test
        void fillInHostPathAndQuery() {
            Proxy proxy = scene.proxy("services.to.redirect.to = \"https://{host}{path}{query}\"");
            assertThat(proxy.get("/a/b?c=d", "Host: example.com:8080"))
                    .hasHeader("Location", "https://example.com/a/b?c=d");
        }

        @Test
        void leaveOutAQueryThatIsNotThere() {
            Proxy proxy = scene.proxy("services.to.redirect.to = \"https://{host}{path}{query}\"");
            assertThat(proxy.get("/a")).hasHeader("Location", "https://example.com/a");
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void haveTheStatusOfTheConfiguration(int status) {
            Proxy proxy = scene.proxy("services.to.redirect { to = \"https://a.com/\", status = " + status + " }");
            assertThat(proxy.get("/")).hasStatus(status);
        }

        @Test
        void keepTheConnection() {
            RawClient client =
                    scene.proxy("services.to.redirect.to = \"https://a.com/\"").client();
            assertThat(client.get("/1")).hasStatus(308);
            assertThat(client.get("/2")).hasStatus(308);
        }

        @Test
        void takeNoNoticeOfABody() {
            RawClient client =
                    scene.proxy("services.to.redirect.to = \"https://a.com/\"").client();
            assertThat(client.post("/1", "GET /x HTTP/1.1\r\nHost: x\r\n\r\n")).hasStatus(308);
        }
    }

    @Nested
    class FixedAnswers {

        private Proxy proxyWith(String fixed) {
            return scene.proxy("services.said.fixed { " + fixed + " }");
        }

        @Test
        void areAsConfigured() {
            assertThat(proxyWith("status = 418, body = \"h\u00e9\", content-type = \"text/x\", headers { X-A = b }")
                            .get("/"))
                    .hasStatus(418)
                    .hasHeader("Content-Type", "text/x")
                    .hasHeader("Content-Length", "3")
                    .hasHeader("X-A", "b")
                    .hasBody("h\u00c3\u00a9");
        }

        @Test
        void toHeadHaveNoBody() {
            RawClient client = proxyWith("body = hello").client();
            assertThat(client.request("HEAD", "/")).hasStatus(200).hasHeader("Content-Length", "5");
            assertThat(client.get("/")).hasBody("hello");
        }

        @Test
        void withoutContentHaveNone() {
            RawClient client = proxyWith("status = 204").client();
            assertThat(client.get("/1")).hasStatus(204).hasNoHeader("Content-Length", "Transfer-Encoding");
            assertThat(client.get("/2")).hasStatus(204);
        }

        @Test
        void leaveTheConnectionInStepAfterABody() {
            RawClient client = proxyWith("body = hello").client();
            assertThat(client.post("/1", "GET /x HTTP/1.1\r\n\r\n")).hasBody("hello");
            assertThat(client.post("/2", "x".repeat(10_000))).hasBody("hello");
            assertThat(client.get("/3")).hasBody("hello");
        }

        @Test
        void comeInOrderWhenPipelined() {
            RawClient client = proxyWith("body = hello").client();
            client.sendGet("/1").sendGet("/2").sendGet("/3");
            for (int i = 0; i < 3; i++) {
                assertThat(client.readResponse()).hasBody("hello");
            }
        }

        @Test
        void haveADate() {
            assertThat(proxyWith("body = hello").get("/")).hasHeader("Date");
        }

        @Test
        void toHttp10AreClosed() {
            RawClient client = proxyWith("body = hello").client().send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.readResponse()).hasBody("hello");
            client.awaitEnding();
        }
    }
}
