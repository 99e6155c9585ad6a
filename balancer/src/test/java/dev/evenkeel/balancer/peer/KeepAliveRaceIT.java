package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.peer.Crowd.Rest;
import dev.evenkeel.balancer.peer.Peers.Worker;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Requests that come just when a server gives up an idle connection. The server may close while the request
 * is on its way, and then nobody can know whether it was read: an order must neither fail nor be taken twice.
 */
@WithEngine
class KeepAliveRaceIT {
    @RegisterExtension
    static final Peers peers = new Peers();

    private static Peer django;
    private static Peer apache;

    @RegisterExtension
    final Scene scene = new Scene();

    @BeforeAll
    static void startServers() {
        django = peers.django("django", Worker.GTHREAD);
        apache = peers.apache();
    }

    @Test
    void ordersThatComeWhenGunicornGivesUpAreEachTakenOnce() throws InterruptedException {
        // gunicorn looks once a second for connections that have been idle for two.
        Rest rest = new Rest(1, Duration.ofMillis(1900), Duration.ofMillis(3100));
        Proxy proxy = scene.proxy("pools.app.backends = [" + django.address() + "]");
        int orders = 48;

        assertThat(Crowd.start(proxy::client, 12, orders, Orders::place, rest).awaitFailures())
                .isEmpty();

        assertThat(Orders.takenBy(scene, django))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, orders).boxed().toList());
    }

    @Test
    void postsThatComeWhenApacheGivesUpAreAnswered() throws InterruptedException {
        Rest rest = new Rest(1, Duration.ofMillis(4950), Duration.ofMillis(5050));
        Proxy proxy = scene.proxy("pools.app.backends = [" + apache.address() + "]");
        Crowd.Errand echo = (client, number) -> {
            Response response = client.post("/cgi-bin/echo", "body " + number);
            assertThat(response).hasStatus(200).hasBody("body " + number);
            return response;
        };

        assertThat(Crowd.start(proxy::client, 12, 36, echo, rest).awaitFailures())
                .isEmpty();
    }
}
