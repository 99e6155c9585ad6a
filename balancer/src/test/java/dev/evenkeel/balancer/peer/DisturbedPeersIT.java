package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.peer.Crowd.Failure;
import dev.evenkeel.balancer.peer.Crowd.Rest;
import dev.evenkeel.balancer.peer.Peers.Worker;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Containers with Django that are paused, killed and stopped under load, one after the other, in an order that follows from a
 * seed. {@code bench/nodrop} does more of this with processes.
 */
@WithEngine
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DisturbedPeersIT {
    private static final int DISTURBANCES = 9;
    private static final int REQUESTS_BETWEEN = 600;
    private static final int REQUESTS = (DISTURBANCES + 1) * REQUESTS_BETWEEN;
    private static final int CLIENTS = 8;
    private static final long SEED = 1;

    /** So that there are requests all the time: some 170 a second. */
    private static final Rest REST = new Rest(1, Duration.ofMillis(20), Duration.ofMillis(70));

    /** Longer than the pool waits for the first byte. */
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @RegisterExtension
    static final Peers peers = new Peers();

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void noReadFailsBeforeItsResponseBeginsAndNoOrderIsTakenTwice() throws InterruptedException {
        Peer[] servers = {
            peers.django("first", Worker.GTHREAD),
            peers.django("second", Worker.GTHREAD),
            peers.django("third", Worker.GTHREAD)
        };
        Proxy proxy = scene.proxy("pools.app { backends = " + Peers.addresses(servers)
                + ", timeouts { connect = 1s, first-byte = 3s }, health.passive.eject-time = 1s }");
        Crowd crowd = Crowd.start(proxy::client, CLIENTS, REQUESTS, Orders::placeOrRead, REST);

        Random random = new Random(SEED);
        for (int i = 1; i <= DISTURBANCES; i++) {
            crowd.awaitDone(i * REQUESTS_BETWEEN);
            disturb(servers[random.nextInt(servers.length)], i % 3);
        }
        List<Failure> failures = crowd.awaitFailures();

        assertThat(failures).allMatch(Orders::mayFailWithItsServer);
        assertThat(failures)
                .as("at most the one request that each client had under way when a server was killed or paused")
                .hasSizeLessThanOrEqualTo(CLIENTS * DISTURBANCES);
        Set<Integer> failed = new HashSet<>();
        failures.forEach(failure -> failed.add(failure.number()));
        assertThat(Orders.takenBy(scene, servers))
                .doesNotHaveDuplicates()
                .containsAll(IntStream.range(0, REQUESTS)
                        .filter(number -> Orders.isOrder(number) && !failed.contains(number))
                        .boxed()
                        .toList());
    }

    private static void disturb(Peer server, int how) throws InterruptedException {
        switch (how) {
            case 0 -> {
                server.kill();
                server.restart();
            }
            case 1 -> {
                server.pause();
                Thread.sleep(PAUSE.toMillis());
                server.resume();
            }
            default -> {
                server.stop();
                server.restart();
            }
        }
    }
}
