package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.peer.Crowd.Failure;
import dev.evenkeel.balancer.peer.Crowd.Rest;
import dev.evenkeel.balancer.peer.Peers.Worker;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of three application servers goes away while clients read through the balancer. */
@WithEngine
class BackendLossIT {
    private static final int REQUESTS = 1200;
    private static final int CLIENTS = 4;

    @RegisterExtension
    static final Peers peers = new Peers();

    private static Peer first;
    private static Peer second;
    private static Peer third;

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy;

    @BeforeAll
    static void startServers() {
        first = peers.django("first", Worker.GTHREAD);
        second = peers.django("second", Worker.GTHREAD);
        third = peers.django("third", Worker.GTHREAD);
    }

    @BeforeEach
    void startProxy() {
        proxy = scene.proxy("pools.app.backends = " + Peers.addresses(first, second, third));
    }

    @AfterEach
    void bringThirdBack() {
        third.restart();
    }

    @Test
    void aKilledServerCostsNoReadWhoseResponseHadNotBegun() throws InterruptedException {
        Crowd readers = readers().awaitDone(REQUESTS / 3);

        third.kill();

        assertThat(readers.awaitFailures()).allMatch(Failure::isCutShort).hasSizeLessThanOrEqualTo(CLIENTS);
    }

    @Test
    void aStoppedServerCostsNoReaderAnything() throws InterruptedException {
        Crowd readers = readers().awaitDone(REQUESTS / 3);

        third.stop();

        assertThat(readers.awaitFailures()).isEmpty();
    }

    @Test
    void aServerThatComesBackIsUsedAgain() {
        third.kill();
        assertThat(names(9)).containsOnly("first", "second");

        third.restart();

        await().atMost(Duration.ofSeconds(30)).until(() -> names(3).contains("third"));
    }

    @Test
    void requestsThatAFrozenServerHoldsAreAnsweredWhenItGoesOn() {
        third.pause();
        List<RawClient> clients;
        try {
            clients = Stream.generate(proxy::client).limit(6).toList();
            clients.forEach(client -> client.sendGet("/"));
        } finally {
            third.resume();
        }

        assertThat(clients.stream().map(client -> client.readResponse().body()))
                .containsExactlyInAnyOrder("first", "first", "second", "second", "third", "third");
    }

    private Crowd readers() {
        return Crowd.start(proxy::client, CLIENTS, REQUESTS, Orders::read, Rest.NONE);
    }

    private List<String> names(int requests) {
        RawClient client = proxy.client();
        return Stream.generate(() -> client.get("/").body()).limit(requests).toList();
    }
}
