package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keep-alive of listeners and of pools: each side alone, both ways round. */
class KeepAliveToggleTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private final String clientOff = "listeners.web.keep-alive = off\n";
    private final String backendOff = "pools.app.keep-alive = off\n";

    private static void assertClosesAfterEachResponse(Proxy proxy) {
        for (String target : new String[] {"/1", "/2"}) {
            RawClient client = proxy.client();
            assertThat(client.get(target)).hasStatus(200).saysClose();
            assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        }
    }

    private static void assertStaysOpen(Proxy proxy) {
        RawClient client = proxy.client();
        assertThat(client.get("/1")).hasStatus(200).keepsAlive();
        assertThat(client.get("/2")).hasStatus(200).keepsAlive();
    }

    private static void assertOneConnection(Origin origin) {
        assertThat(origin.requests()).extracting(RecordedRequest::connection).containsExactly(1, 1);
        assertThat(origin.requests()).noneMatch(request -> request.fields().listHas("Connection", "close"));
    }

    private static void assertAConnectionEach(Origin origin) {
        assertThat(origin.requests()).extracting(RecordedRequest::connection).containsExactly(1, 2);
        assertThat(origin.requests()).allMatch(request -> request.fields().listHas("Connection", "close"));
    }

    @Test
    void onForBoth() {
        Origin origin = scene.origin();
        assertStaysOpen(scene.proxyTo(origin));
        assertOneConnection(origin);
    }

    @Test
    void offForClientsOnForBackends() {
        Origin origin = scene.origin();
        assertClosesAfterEachResponse(scene.proxyTo(clientOff, origin));
        assertOneConnection(origin);
    }

    @Test
    void onForClientsOffForBackends() {
        Origin origin = scene.origin();
        assertStaysOpen(scene.proxyTo(backendOff, origin));
        assertAConnectionEach(origin);
    }

    @Test
    void offForBoth() {
        Origin origin = scene.origin();
        assertClosesAfterEachResponse(scene.proxyTo(clientOff + backendOff, origin));
        assertAConnectionEach(origin);
    }

    @Test
    void offForABackendThatWouldGoOnEndsItsConnectionAllTheSame() {
        Origin origin = scene.origin().playing(with -> {
            while (with.readRequest() != null) {
                with.respond(200, "x");
            }
        });
        scene.proxyTo(backendOff, origin).get("/");
        assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
    }

    @Test
    void eachListenerHasItsOwn() {
        Proxy proxy = scene.proxyTo("listeners { web.keep-alive = off, other {} }", scene.origin());
        assertThat(proxy.client("web").get("/")).saysClose();
        assertThat(proxy.client("other").get("/")).keepsAlive();
    }

    @Test
    void offDoesNotServeWhatWasPipelined() {
        Origin origin = scene.origin();
        RawClient client = scene.proxyTo(clientOff, origin).client();
        client.sendGet("/1").sendGet("/2");
        assertThat(client.readResponse()).saysClose();
        client.readToEnd();
        assertThat(origin.requests()).hasSize(1);
    }
}
