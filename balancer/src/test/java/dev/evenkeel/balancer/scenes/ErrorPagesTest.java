package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told when we answer for want of somebody better. */
class ErrorPagesTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy badGateway() {
        return scene.proxyTo(scene.origin().answering(Answers.closing()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "TEXT/HTML"})
    void areHtmlForBrowsers(String accept) {
        Response response = badGateway().get("/", "Accept: " + accept);
        assertThat(response).hasStatus(502).hasBodyWith("<html");
        assertThat(response.header("Content-Type")).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/plain", "application/json"})
    void areTextForOthers(String accept) {
        Response response = badGateway().get("/", "Accept: " + accept);
        assertThat(response).hasStatus(502);
        assertThat(response.header("Content-Type")).startsWith("text/plain");
        assertThat(response.body()).doesNotContain("<");
    }

    @Test
    void areTextForWhoDoesNotSay() {
        assertThat(badGateway().get("/").header("Content-Type")).startsWith("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain"})
    void nameTheRequestThatTheBackendSaw(String accept) {
        Origin origin = scene.origin().answering(Answers.raw("nonsense\r\n\r\n"));
        Response response = scene.proxyTo(origin).get("/", "Accept: " + accept);
        assertThat(response).hasStatus(502).hasBodyWith(origin.awaitRequest(1).header("X-Request-Id"));
    }

    @Test
    void haveALengthAndADate() {
        Response response = badGateway().get("/");
        assertThat(response)
                .hasHeader("Content-Length", "" + response.bodyBytes().length)
                .hasHeader("Date");
    }

    @Test
    void toHeadHaveNoBody() {
        RawClient client = badGateway().client();
        assertThat(client.request("HEAD", "/")).hasStatus(502).hasHeader("Content-Length");
        assertThat(client.request("HEAD", "/")).hasStatus(502);
    }

    @Test
    void ofABackendsFailureDoNotCostTheClientItsConnection() {
        Origin origin = scene.origin().answering(Answers.raw("nonsense\r\n\r\n"), Answers.ok("fine"));
        RawClient client = scene.proxyTo(origin).client();
        assertThat(client.get("/1")).hasStatus(502).keepsAlive();
        assertThat(client.get("/2")).hasBody("fine");
    }

    @Test
    void neverEchoWhatTheClientSent() {
        Proxy proxy = scene.proxy("services.s.fixed {}, listeners.web.routes = [ { path = \"/only\", service = s } ]");
        Response response = proxy.get("/%3Cscript%3E<script>", "Accept: text/html", "X-Evil: <script>");
        assertThat(response.body()).doesNotContain("<script>");
    }

    @Test
    void areNotToBeKept() {
        assertThat(badGateway().get("/").raw().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("max-age");
    }

    @Nested
    class OfTheOperator {

        @TempDir
        Path folder;

        private String page(String name, String content) throws IOException {
            return '"' + Files.writeString(folder.resolve(name), content).toString() + '"';
        }

        @Test
        void replaceTheOneOfTheirStatus() throws IOException {
            String page = page("502.html", "<p>Back soon</p>");
            Proxy proxy = scene.proxyTo(
                    "listeners.web.error-pages { \"502\" = " + page + " }",
                    scene.origin().answering(Answers.closing()));
            Response response = proxy.get("/", "Accept: text/html");
            assertThat(response).hasStatus(502).hasBody("<p>Back soon</p>");
            assertThat(response.header("Content-Type")).startsWith("text/html");
        }

        @Test
        void leaveOtherStatusesAlone() throws IOException {
            String page = page("502.html", "<p>Back soon</p>");
            Proxy proxy = scene.proxyTo(
                    "listeners.web { error-pages { \"502\" = " + page
                            + " }, routes = [ { path = \"/a\", service = app } ] }",
                    scene.origin());
            assertThat(proxy.get("/b", "Accept: text/html").body()).doesNotContain("Back soon");
        }

        @Test
        void mayReplaceAllTheRest() throws IOException {
            String page = page("error.html", "<p>Sorry</p>");
            Proxy proxy = scene.proxyTo(
                    "listeners.web { error-pages { default = " + page
                            + " }, routes = [ { path = \"/a\", service = app } ] }",
                    scene.origin());
            assertThat(proxy.get("/b", "Accept: text/html")).hasStatus(404).hasBody("<p>Sorry</p>");
        }

        @Test
        void doNotReplaceWhatTheBackendSays() throws IOException {
            String page = page("error.html", "<p>Sorry</p>");
            Proxy proxy = scene.proxyTo(
                    "listeners.web.error-pages { default = " + page + " }",
                    scene.origin().answering(Answers.status(502, "my own")));
            assertThat(proxy.get("/", "Accept: text/html")).hasStatus(502).hasBody("my own");
        }

        @Test
        void areHtmlEvenIfTheyHoldEightBitText() throws IOException {
            String page = page("502.html", "<p>Zur\u00fcck</p>");
            Proxy proxy = scene.proxyTo(
                    "listeners.web.error-pages { \"502\" = " + page + " }",
                    scene.origin().answering(Answers.closing()));
            assertThat(proxy.get("/", "Accept: text/html")).hasBodyWith("Zur\u00c3\u00bcck");
        }
    }
}
