package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThatThrownBy;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SIGTERM does: no new work, an orderly end of the old, and a bound on how long that takes. */
class ShutdownTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private static Thread shutDown(Proxy proxy) {
        Thread thread = new Thread(proxy::close, "shutdown");
        thread.start();
        return thread;
    }

    private void awaitRefusal(Proxy proxy) {
        var address = proxy.address();
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> scene.client(address)).hasMessageContaining("refused"));
    }

    @Test
    void newConnectionsAreRefused() {
        Proxy proxy = scene.proxyTo(scene.origin());
        var address = proxy.address();
        proxy.close();
        assertThatThrownBy(() -> scene.client(address)).hasMessageContaining("refused");
    }

    @Test
    void idleConnectionsAreClosedAtOnce() {
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 30s", scene.origin());
        RawClient client = proxy.client();
        client.get("/");
        long started = System.nanoTime();
        proxy.close();
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void idleBackendConnectionsAreClosed() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(origin);
        proxy.get("/");
        proxy.close();
        assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
    }

    @Test
    void aRequestUnderWayIsFinishedAndItsConnectionClosed() throws InterruptedException {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("late").after(gate));
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 30s", origin);
        RawClient client = proxy.client().sendGet("/");
        origin.awaitRequest(1);

        Thread shutdown = shutDown(proxy);
        awaitRefusal(proxy);
        gate.open();

        assertThat(client.readResponse()).hasStatus(200).hasBody("late").saysClose();
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        shutdown.join(5000);
        assertThat(shutdown.isAlive()).isFalse();
    }

    @Test
    void aRequestWhoseBodyIsUnderWayIsFinished() {
        Origin origin = scene.origin().answering(Answers.echo());
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 30s", origin);
        RawClient client =
                proxy.client().send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\nhello");
        origin.awaitHead(1);

        shutDown(proxy);
        awaitRefusal(proxy);
        client.send("world");

        assertThat(client.readResponse()).hasStatus(200).hasBody("helloworld");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/pools/app/backends, {\"address\": \"127.0.0.1:9\"}",
        "POST, /v1/config/reload, ''",
    })
    void aChangeIsRefusedWhileRequestsFinish(String method, String path, String body) {
        Origin origin = scene.origin().answering(Answers.ok("late").after(scene.gate()));
        Proxy proxy = scene.proxyTo("admin.bind = \"127.0.0.1:0\"\nruntime.shutdown-timeout = 30s", origin);
        proxy.client().sendGet("/");
        origin.awaitRequest(1);

        shutDown(proxy);
        awaitRefusal(proxy);

        assertThat(proxy.admin(method, path, body, "Content-Type: application/json"))
                .hasStatus(503)
                .hasHeader("Content-Type", "application/problem+json");
    }

    @Test
    void whoWaitsForADrainIsToldThatItIsFollowedNoMore() {
        Origin origin = scene.origin().answering(Answers.ok("late").after(scene.gate()));
        Proxy proxy = scene.proxyTo("admin.bind = \"127.0.0.1:0\"\nruntime.shutdown-timeout = 30s", origin);
        proxy.client().sendGet("/");
        origin.awaitRequest(1);
        RawClient waiting = scene.client(requireNonNull(proxy.daemon().adminAddress()))
                .send("DELETE /v1/pools/app/backends/" + origin.endpoint()
                        + "?wait=true HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> !proxy.daemon().live().drains().all().isEmpty());

        shutDown(proxy);

        assertThat(waiting.readResponse()).hasStatus(503);
    }

    @Test
    void pipelinedRequestsAfterTheCurrentOneAreNotServed() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("late").after(gate));
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 30s", origin);
        RawClient client = proxy.client().sendGet("/1").sendGet("/2");
        origin.awaitRequest(1);

        shutDown(proxy);
        awaitRefusal(proxy);
        gate.open();

        assertThat(client.readResponse()).saysClose();
        client.readToEnd();
        assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/1");
    }

    @Test
    void aRequestThatTakesTooLongIsCut() {
        Origin origin = scene.origin().silent();
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 300ms", origin);
        RawClient client = proxy.client().sendGet("/");
        origin.awaitRequest(1);

        shutDown(proxy);

        String rest = client.readToEnd();
        assertThat(rest.isEmpty() || rest.startsWith("HTTP/1.1 503 ")).isTrue();
        assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
    }

    /** An end without a reset would be the end of the body (RFC 9112 §6.3). */
    @Test
    void aResponseThatOnlyTheEndOfItsConnectionEndsIsResetWhenItIsCut() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering((request, to) -> {
            to.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            gate.await();
        });
        Proxy proxy = scene.proxyTo("runtime.shutdown-timeout = 300ms", origin);
        RawClient client = proxy.client().send("GET / HTTP/1.0\r\nHost: example.com\r\n\r\n");
        client.readHead();
        assertThat(client.readBytes(5)).isEqualTo("hello");

        shutDown(proxy);

        assertThat(client.awaitEnding()).isEqualTo(Ending.RESET);
    }

    @Test
    void closingTwiceDoesNoHarm() {
        Proxy proxy = scene.proxyTo(scene.origin());
        proxy.close();
        proxy.close();
        assertThat(proxy.daemon()).isNotNull();
    }
}
