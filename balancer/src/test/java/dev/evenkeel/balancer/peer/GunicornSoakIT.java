package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.peer.Crowd.Failure;
import dev.evenkeel.balancer.peer.Crowd.Rest;
import dev.evenkeel.balancer.peer.Peers.Worker;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Django under three gunicorns, with readers and orders mixed and pauses longer than gunicorn's keep-alive
 * among them. The system property {@code evenkeel.soak.requests} sets how many requests there are.
 */
@WithEngine
@Timeout(value = 1, unit = TimeUnit.HOURS)
class GunicornSoakIT {
    private static final int REQUESTS = Integer.getInteger("evenkeel.soak.requests", 3000);
    private static final int CLIENTS = 8;
    private static final Rest REST = new Rest(200, Duration.ofMillis(1900), Duration.ofMillis(3100));

    @RegisterExtension
    static final Peers peers = new Peers();

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @EnumSource(Worker.class)
    void noClientSeesAnErrorAndEachOrderIsTakenOnce(Worker worker) throws InterruptedException {
        Peer[] servers = servers(worker);

        List<Failure> failures = crowd(servers).awaitFailures();

        assertThat(failures).isEmpty();
        assertThat(Orders.takenBy(scene, servers))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, REQUESTS)
                        .filter(Orders::isOrder)
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Worker.class)
    void whenAServerIsKilledAndComesBackNoReadFailsBeforeItsResponseBeginsAndNoOrderIsTakenTwice(Worker worker)
            throws InterruptedException {
        Peer[] servers = servers(worker);
        Crowd crowd = crowd(servers);

        crowd.awaitDone(REQUESTS / 3);
        servers[2].kill();
        crowd.awaitDone(REQUESTS * 2 / 3);
        servers[2].restart();
        List<Failure> failures = crowd.awaitFailures();

        assertThat(failures).allMatch(Orders::mayFailWithItsServer);
        assertThat(failures)
                .as("at most the one request that each client had under way when the server died")
                .hasSizeLessThanOrEqualTo(CLIENTS);
        assertThat(Orders.takenBy(scene, servers)).doesNotHaveDuplicates().containsAll(answered(failures));
    }

    private static List<Integer> answered(List<Failure> failures) {
        List<Integer> failed = failures.stream().map(Failure::number).toList();
        return IntStream.range(0, REQUESTS)
                .filter(Orders::isOrder)
                .boxed()
                .filter(number -> !failed.contains(number))
                .toList();
    }

    private Crowd crowd(Peer... servers) {
        Proxy proxy = scene.proxy("pools.app.backends = " + Peers.addresses(servers));
        return Crowd.start(proxy::client, CLIENTS, REQUESTS, Orders::placeOrRead, REST);
    }

    private Peer[] servers(Worker worker) {
        return new Peer[] {peers.django("first", worker), peers.django("second", worker), peers.django("third", worker)
        };
    }
}
