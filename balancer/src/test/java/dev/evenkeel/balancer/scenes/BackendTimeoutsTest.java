package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a backend may take, each limit by its own key. */
class BackendTimeoutsTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxyWith(String timeout, Origin origin) {
        return scene.proxyTo("pools.app.timeouts." + timeout, origin);
    }

    @Test
    void aConnectThatIsNotAnsweredIsGivenUp() {
        Proxy proxy = scene.proxy("pools.app { backends = [" + scene.unansweringAddress()
                + "], timeouts.connect = 200ms, retry.attempts = 1 }");
        assertThat(proxy.get("/")).hasStatus(504);
    }

    @Test
    void aConnectThatIsNotAnsweredIsTriedElsewhere() {
        Proxy proxy = scene.proxy("pools.app { policy = first, backends = [" + scene.unansweringAddress() + ", "
                + scene.origin("b").address() + "], timeouts.connect = 200ms }");
        assertThat(proxy.post("/", "body")).hasStatus(200).hasBody("b");
    }

    @Test
    void aBackendThatSaysNothingIsGivenUp() {
        Origin origin = scene.origin().silent();
        assertThat(proxyWith("first-byte = 200ms", origin).get("/")).hasStatus(504);
        assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
    }

    @Test
    void aRequestThatMayBeRepeatedIsTakenFromABackendThatSaysNothingToAnother() {
        Origin origin = scene.origin().silent();
        Origin other = scene.origin("other");
        Proxy proxy = scene.proxyTo("pools.app { policy = first, timeouts.first-byte = 200ms }", origin, other);

        assertThat(proxy.get("/")).hasStatus(200).hasBody("other");
        assertThat(origin.requests()).hasSize(1);
        assertThat(origin.awaitConnection(1).awaitEnding()).isNotEqualTo(Ending.OPEN);
    }

    @Test
    void anyOtherRequestIsNot() {
        Origin origin = scene.origin().silent();
        Origin other = scene.origin("other");
        Proxy proxy = scene.proxyTo("pools.app { policy = first, timeouts.first-byte = 200ms }", origin, other);

        assertThat(proxy.post("/", "body")).hasStatus(504);
        assertThat(origin.requests()).hasSize(1);
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void theOnlyBackendIsAskedOnceOnlyIfItSaysNothing() {
        Origin origin = scene.origin().silent();
        proxyWith("first-byte = 200ms", origin).get("/");
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void anInterimResponseIsNotTheFirstByteOfTheFinalOne() {
        Origin origin = scene.origin().answering((request, to) -> {
            to.send("HTTP/1.1 103 Early Hints\r\n\r\n");
            to.drain();
        });
        RawClient client = scene.proxyTo("pools.app.timeouts { first-byte = 300ms, idle = 300ms }", origin)
                .client()
                .sendGet("/");
        assertThat(client.readResponse()).hasInterim(103).hasStatus(504);
    }

    @Test
    void theFirstByteIsNotDueBeforeTheRequestIsSent() {
        Origin origin = scene.origin().answering(Answers.echo());
        Proxy proxy = proxyWith("first-byte = 200ms", origin);
        RawClient client =
                proxy.client().send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 10\r\n\r\nhello");
        Origin clock = scene.origin().silent();
        proxyWith("first-byte = 400ms", clock).get("/");

        assertThat(client.send("world").readResponse()).hasStatus(200).hasBody("helloworld");
    }

    @Test
    void aResponseThatStopsIsCut() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering((request, to) -> {
            to.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            gate.await();
        });
        RawClient client = proxyWith("idle = 200ms", origin).client().sendGet("/");
        assertThat(client.readCutResponse()).hasStatus(200).hasBody("hello");
    }

    @Test
    void aBackendThatTakesNothingOfABodyIsGivenUp() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().withReceiveBuffer(4096).playing(with -> {
            with.readHead();
            gate.await();
        });
        RawClient client = proxyWith("idle = 300ms", origin).client();
        int size = 64 << 20;
        client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + size + "\r\n\r\n");
        Thread upload = new Thread(() -> {
            try {
                client.send(new byte[size]);
            } catch (UncheckedIOException e) {
                // refused before all of it was sent, as it should be
            }
        });
        upload.setDaemon(true);
        upload.start();

        assertThat(client.readResponse()).hasStatus(504);
    }

    @Test
    void aSlowClientIsNotASlowBackend() {
        Origin origin = scene.origin().answering(Answers.endless());
        Proxy proxy = proxyWith("idle = 1s", origin);
        RawClient client = proxy.slowReader().sendGet("/");
        client.readHead();
        Origin clock = scene.origin().silent();
        proxyWith("first-byte = 1300ms", clock).get("/");

        assertThat(client.readBytes(8 << 20)).hasSize(8 << 20);
    }
}
