package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which an exchange can end has its name in the access log. */
class OutcomeTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private Proxy logged(String hocon) {
        return scene.proxy("access-log.file = \"" + folder.resolve("access.log") + "\"\n" + hocon);
    }

    private Proxy loggedTo(String hocon, Origin origin) {
        return logged(hocon + "\npools.app.backends = [" + origin.address() + "]");
    }

    private JsonNode firstLine() throws IOException {
        return new ObjectMapper()
                .readTree(Files.readAllLines(folder.resolve("access.log")).get(0));
    }

    private void assertFirstLine(String outcome, int status) throws IOException {
        JsonNode line = firstLine();
        assertThat(line.path("outcome").asText()).isEqualTo(outcome);
        assertThat(line.path("status").asInt()).isEqualTo(status);
    }

    /** Ends the daemon, so that its log is whole, and looks at the only line. */
    private void assertOutcome(Proxy proxy, String outcome, int status) throws IOException {
        proxy.close();
        assertFirstLine(outcome, status);
        assertThat(Files.readAllLines(folder.resolve("access.log"))).hasSize(1);
    }

    @Test
    void completed() throws IOException {
        Proxy proxy = loggedTo("", scene.origin().answering(Answers.status(404, "none")));
        proxy.get("/");
        assertOutcome(proxy, "completed", 404);
    }

    @Test
    void badRequest() throws IOException {
        Proxy proxy = loggedTo("", scene.origin());
        proxy.client().send("GET / HTTP/1.1\r\n\r\n").readToEnd();
        assertOutcome(proxy, "bad_request", 400);
    }

    @Test
    void bodyTooLarge() throws IOException {
        Proxy proxy = loggedTo("listeners.web.limits.body = 5", scene.origin());
        proxy.client().send(POST).readResponse();
        assertOutcome(proxy, "body_too_large", 413);
    }

    @Test
    void clientHeadTimeout() throws IOException {
        Proxy proxy = loggedTo("listeners.web.timeouts.head = 100ms", scene.origin());
        proxy.client().send("GET").readToEnd();
        assertOutcome(proxy, "client_head_timeout", 408);
    }

    @Test
    void clientBodyTimeout() throws IOException {
        Proxy proxy = loggedTo("listeners.web.timeouts.body-idle = 100ms", scene.origin());
        proxy.client().send(POST + "hello").readToEnd();
        assertOutcome(proxy, "client_body_timeout", 408);
    }

    @Test
    void clientGone() throws IOException {
        Origin origin = scene.origin().silent();
        Proxy proxy = loggedTo("", origin);
        RawClient client = proxy.client().sendGet("/");
        origin.awaitRequest(1);
        client.reset();
        origin.awaitConnection(1).awaitEnding();
        assertOutcome(proxy, "client_gone", 0);
    }

    @Test
    void clientStalled() throws IOException {
        Origin origin = scene.origin().answering(Answers.endless());
        Proxy proxy = loggedTo("listeners.web.timeouts.send-idle = 300ms", origin);
        proxy.slowReader().sendGet("/");
        origin.awaitConnection(1).awaitEnding();
        assertOutcome(proxy, "client_stalled", 200);
    }

    @Test
    void requestTimeout() throws IOException {
        Proxy proxy = loggedTo(
                "listeners.web.timeouts.request = 200ms", scene.origin().silent());
        proxy.get("/");
        assertOutcome(proxy, "request_timeout", 504);
    }

    @Test
    void noRoute() throws IOException {
        Proxy proxy = loggedTo("listeners.web.routes = [ { path = \"/only\", service = app } ]", scene.origin());
        proxy.get("/");
        assertOutcome(proxy, "no_route", 404);
    }

    @Test
    void noBackend() throws IOException {
        Proxy proxy = logged("pools.app.backends = []");
        proxy.get("/");
        assertOutcome(proxy, "no_backend", 503);
    }

    @Test
    void queueFull() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("x").after(gate));
        Proxy proxy = loggedTo("pools.app { max-connections = 1, queue.length = 0 }", origin);
        RawClient held = proxy.client().sendGet("/");
        origin.awaitRequest(1);
        proxy.get("/");
        await().untilAsserted(() -> assertFirstLine("queue_full", 503));
        gate.open();
        held.readResponse();
    }

    @Test
    void queueTimeout() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("x").after(gate));
        Proxy proxy = loggedTo("pools.app { max-connections = 1, queue.timeout = 100ms }", origin);
        RawClient held = proxy.client().sendGet("/");
        origin.awaitRequest(1);
        proxy.get("/");
        await().untilAsserted(() -> assertFirstLine("queue_timeout", 503));
        gate.open();
        held.readResponse();
    }

    @Test
    void connectFailed() throws IOException {
        Proxy proxy = logged("pools.app.backends = [" + scene.refusingAddress() + "]");
        proxy.get("/");
        assertOutcome(proxy, "connect_failed", 502);
    }

    @Test
    void connectTimeout() throws IOException {
        Proxy proxy = logged("pools.app { backends = [" + scene.unansweringAddress()
                + "], timeouts.connect = 200ms, retry.attempts = 1 }");
        proxy.get("/");
        assertOutcome(proxy, "connect_timeout", 504);
    }

    @Test
    void backendUnverified() throws IOException {
        Proxy proxy = logged(
                "pools.app { backends = [" + scene.hungAddress() + "], verify.timeout = 100ms, retry.attempts = 1 }");
        proxy.get("/");
        assertOutcome(proxy, "backend_unverified", 502);
    }

    @Test
    void backendClosed() throws IOException {
        Proxy proxy = loggedTo("", scene.origin().answering(Answers.closing()));
        proxy.get("/");
        assertOutcome(proxy, "backend_closed", 502);
    }

    @Test
    void backendClosedAmidItsResponse() throws IOException {
        Origin origin = scene.origin()
                .answering(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
                        .thenClose());
        Proxy proxy = loggedTo("", origin);
        proxy.client().sendGet("/").readCutResponse();
        assertOutcome(proxy, "backend_closed", 200);
    }

    @Test
    void backendBadResponse() throws IOException {
        Proxy proxy = loggedTo("", scene.origin().answering(Answers.raw("nonsense\r\n\r\n")));
        proxy.get("/");
        assertOutcome(proxy, "backend_bad_response", 502);
    }

    @Test
    void backendFirstByteTimeout() throws IOException {
        Proxy proxy =
                loggedTo("pools.app.timeouts.first-byte = 200ms", scene.origin().silent());
        proxy.get("/");
        assertOutcome(proxy, "backend_first_byte_timeout", 504);
    }

    @Test
    void backendIdleTimeout() throws IOException {
        Origin origin = scene.origin().answering((request, to) -> {
            to.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
            to.drain();
        });
        Proxy proxy = loggedTo("pools.app.timeouts.idle = 200ms", origin);
        proxy.client().sendGet("/").readCutResponse();
        assertOutcome(proxy, "backend_idle_timeout", 200);
    }

    @Test
    void cutAtShutdown() throws IOException {
        Origin origin = scene.origin().silent();
        Proxy proxy = loggedTo("runtime.shutdown-timeout = 100ms", origin);
        proxy.client().sendGet("/");
        origin.awaitRequest(1);
        proxy.close();
        assertThat(firstLine().path("outcome").asText()).isEqualTo("cut_at_shutdown");
    }
}
