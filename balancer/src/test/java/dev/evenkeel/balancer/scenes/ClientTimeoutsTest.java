package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a client may take, each limit by its own key. */
class ClientTimeoutsTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxyWith(String timeout, Origin origin) {
        return scene.proxyTo("listeners.web.timeouts." + timeout, origin);
    }

    @Test
    void aHeadThatDoesNotEndIsRefused() {
        Origin origin = scene.origin();
        RawClient client = proxyWith("head = 200ms", origin).client().send("GET / HTTP/1.1\r\nHost: exa");
        assertThat(client.readResponse()).hasStatus(408).saysClose();
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void aHeadThatTricklesIsRefusedAllTheSame() {
        RawClient client = proxyWith("head = 300ms", scene.origin()).client();
        Thread trickle = new Thread(() -> {
            client.send("GET / HTTP/1.1\r\nX: ");
            while (!Thread.interrupted() && client.bytesReceived() == 0) {
                client.send("x");
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        trickle.setDaemon(true);
        trickle.setUncaughtExceptionHandler((thread, thrown) -> {});
        trickle.start();

        assertThat(client.readResponse()).hasStatus(408);
        trickle.interrupt();
    }

    @Test
    void theSecondHeadHasTheSameTime() {
        RawClient client = proxyWith("head = 200ms", scene.origin()).client();
        client.get("/");
        client.send("GET / HT");
        assertThat(client.readResponse()).hasStatus(408);
    }

    @Test
    void aConnectionBetweenRequestsIsNotInAHead() {
        RawClient client = proxyWith("head = 100ms", scene.origin()).client();
        Proxy clock = proxyWith("head = 400ms", scene.origin());
        client.get("/1");
        clock.client().send("GET").readResponse();
        assertThat(client.get("/2")).hasStatus(200);
    }

    @Test
    void aBodyThatStopsIsRefused() {
        Origin origin = scene.origin();
        RawClient client = proxyWith("body-idle = 200ms", origin).client().send(POST + "hello");
        assertThat(client.readResponse()).hasStatus(408).saysClose();
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.requests()).noneMatch(RecordedRequest::isComplete);
    }

    @Test
    void aBodyThatStopsEndsItsBackendConnection() {
        Origin origin = scene.origin();
        RawClient client = proxyWith("body-idle = 200ms", origin).client().send(POST + "hello");
        client.readResponse();
        origin.connections()
                .forEach(connection -> assertThat(connection.awaitEnding()).isNotEqualTo(Ending.OPEN));
    }

    @Test
    void aClientThatTakesNothingIsCutOff() {
        Origin origin = scene.origin().answering(Answers.endless());
        proxyWith("send-idle = 300ms", origin).slowReader().sendGet("/");
        assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
    }

    /** An end without a reset would be the end of the body (RFC 9112 §6.3). */
    @Test
    void aResponseThatOnlyTheEndOfItsConnectionEndsIsResetWhenItsClientTakesNothing() {
        Origin origin = scene.origin().answering(Answers.endless());
        RawClient client =
                proxyWith("send-idle = 300ms", origin).slowReader().send("GET / HTTP/1.0\r\nHost: example.com\r\n\r\n");
        origin.awaitConnection(1).awaitEnding();

        client.readToEnd();

        assertThat(client.awaitEnding()).isEqualTo(Ending.RESET);
    }

    @Test
    void aClientWaitingForASlowBackendIsNotIdle() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("late").after(gate));
        Proxy proxy =
                scene.proxyTo("listeners.web.timeouts { head = 100ms, body-idle = 100ms, send-idle = 100ms }", origin);
        RawClient client = proxy.client().sendGet("/");
        origin.awaitRequest(1);

        proxy.client().send("GET").readResponse();
        gate.open();

        assertThat(client.readResponse()).hasBody("late");
    }

    @Test
    void aRequestThatTakesTooLongInAllIsGivenUp() {
        Origin origin = scene.origin().silent();
        RawClient client = proxyWith("request = 300ms", origin).client().sendGet("/");
        assertThat(client.readResponse()).hasStatus(504);
        assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
    }

    @Test
    void aResponseThatTakesTooLongInAllIsCut() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering((request, to) -> {
            to.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            gate.await();
        });
        RawClient client = proxyWith("request = 300ms", origin).client().sendGet("/");
        assertThat(client.readCutResponse()).hasStatus(200).hasBody("hello");
    }
}
