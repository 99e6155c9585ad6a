package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that wait while every backend is at its limit of requests. */
class QueueTest {

    private static final String ONE = "pools.app.max-connections = 1\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Gate gate;
    private Origin origin;

    @BeforeEach
    void start() {
        gate = scene.gate();
        origin = scene.origin().answering((request, to) -> {
            if (request.path().equals("/held")) {
                gate.await();
            }
            to.respond(200, request.path());
        });
    }

    /** A client whose request is the one that the only backend takes. */
    private RawClient heldClientOf(Proxy proxy) {
        RawClient client = proxy.client().sendGet("/held");
        origin.awaitRequest(1);
        return client;
    }

    private static RawClient waitingClientOf(Proxy proxy, String target) {
        int before = waiting(proxy);
        RawClient client = proxy.client().sendGet(target);
        await().until(() -> waiting(proxy) > before);
        return client;
    }

    private static int waiting(Proxy proxy) {
        return proxy.daemon().pool("app").waiting();
    }

    @Test
    void aRequestBeyondTheLimitWaits() {
        Proxy proxy = scene.proxyTo(ONE, origin);
        RawClient held = heldClientOf(proxy);
        RawClient waiting = waitingClientOf(proxy, "/waiting");
        assertThat(origin.requests()).hasSize(1);

        gate.open();

        assertThat(held.readResponse()).hasBody("/held");
        assertThat(waiting.readResponse()).hasStatus(200).hasBody("/waiting");
    }

    @Test
    void thoseWhoWaitAreServedInTheirOrder() {
        Proxy proxy = scene.proxyTo(ONE, origin);
        heldClientOf(proxy);
        RawClient last = proxy.client();
        for (int i = 1; i <= 4; i++) {
            last = waitingClientOf(proxy, "/" + i);
        }

        gate.open();

        last.readResponse();
        assertThat(origin.requests())
                .extracting(RecordedRequest::path)
                .containsExactly("/held", "/1", "/2", "/3", "/4");
    }

    @Test
    void theLimitIsNeverExceeded() {
        Proxy proxy = scene.proxyTo("pools.app.max-connections = 2", origin);
        RawClient[] clients = new RawClient[6];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = proxy.client().sendGet("/held");
        }
        await().until(() -> waiting(proxy) == clients.length - 2);
        assertThat(origin.awaitRequest(2)).isNotNull();
        assertThat(origin.requests()).hasSize(2);

        gate.open();

        for (RawClient client : clients) {
            assertThat(client.readResponse()).hasStatus(200);
        }
        assertThat(origin.connections()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aRequestThatFindsTheQueueFullIsRefused() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.queue.length = 1", origin);
        heldClientOf(proxy);
        waitingClientOf(proxy, "/waiting");

        assertThat(proxy.get("/refused")).hasStatus(503).hasHeader("Retry-After");
    }

    @Test
    void withoutAQueueEveryRequestBeyondTheLimitIsRefused() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.queue.length = 0", origin);
        heldClientOf(proxy);
        assertThat(proxy.get("/refused")).hasStatus(503).hasHeader("Retry-After");
    }

    @Test
    void aRequestThatWaitsTooLongIsRefused() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.queue.timeout = 200ms", origin);
        heldClientOf(proxy);
        assertThat(proxy.get("/refused")).hasStatus(503).hasHeader("Retry-After");
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void aPlaceThatTimedOutIsFreeAgain() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.queue { timeout = 1s, length = 1 }", origin);
        RawClient held = heldClientOf(proxy);
        proxy.get("/refused");
        RawClient waiting = waitingClientOf(proxy, "/waiting");

        gate.open();

        assertThat(held.readResponse()).hasStatus(200);
        assertThat(waiting.readResponse()).hasStatus(200);
    }

    @Test
    void aClientThatLeavesGivesUpItsPlace() {
        Proxy proxy = scene.proxyTo(ONE + "pools.app.queue.length = 1", origin);
        RawClient held = heldClientOf(proxy);
        waitingClientOf(proxy, "/left").reset();
        await().until(() -> waiting(proxy) == 0);
        RawClient waiting = waitingClientOf(proxy, "/waiting");

        gate.open();

        assertThat(held.readResponse()).hasStatus(200);
        assertThat(waiting.readResponse()).hasStatus(200);
        assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/held", "/waiting");
    }

    @Test
    void theBodyOfAWaitingRequestArrivesWhole() {
        Origin echo = scene.origin().answering(Answers.echo().after(gate), Answers.echo());
        Proxy proxy = scene.proxyTo(ONE, echo);
        proxy.client().sendGet("/held");
        echo.awaitRequest(1);
        String body = "0123456789".repeat(100_000);
        RawClient waiting = proxy.client();
        Thread upload = new Thread(() -> waiting.send(
                "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        upload.start();

        gate.open();

        assertThat(waiting.readResponse().body().equals(body)).isTrue();
    }

    @Test
    void whoeverHasRoomFirstServesTheFirstThatWaits() {
        Origin other = scene.origin("other");
        Gate otherGate = scene.gate();
        other.answering(Answers.ok("other").after(otherGate), Answers.ok("other"));
        Proxy proxy = scene.proxyTo(ONE + "pools.app.policy = first\n", origin, other);
        heldClientOf(proxy);
        RawClient second = proxy.client().sendGet("/second");
        other.awaitRequest(1);
        RawClient waiting = waitingClientOf(proxy, "/waiting");

        otherGate.open();

        assertThat(second.readResponse()).hasBody("other");
        assertThat(waiting.readResponse()).hasBody("other");
    }

    @Test
    void aRequestWithoutAnyBackendIsRefusedAtOnce() {
        assertThat(scene.proxy("pools.app.backends = []").get("/"))
                .hasStatus(503)
                .hasHeader("Retry-After");
    }
}
