package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The share of a backend that was added grows by and by. */
class SlowStartTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private static int share(Proxy proxy, String name, int requests) {
        List<String> answers = IntStream.range(0, requests)
                .mapToObj(i -> proxy.get("/").body())
                .toList();
        return Collections.frequency(answers, name);
    }

    private static void apply(Proxy proxy, Origin... origins) {
        proxy.daemon()
                .pool("app")
                .apply(Stream.of(origins)
                        .map(origin -> new BackendSpec(
                                origin.endpoint(),
                                origin.socketAddress(),
                                1,
                                Integer.MAX_VALUE,
                                false,
                                BackendConfig.State.READY))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "random-two", "least-connections"})
    void aBackendThatIsAddedBeginsWithATenthOfItsShare(String policy) {
        Origin old = scene.origin("old");
        Origin added = scene.origin("added");
        Proxy proxy = scene.proxyTo("pools.app { policy = " + policy + ", health.slow-start = 1h }\n", old);
        apply(proxy, old, added);
        Backend slow = proxy.daemon().pool("app").snapshot().backends().get(1);
        await().until(() -> slow.healthDetails().warmth() == 1);

        if (policy.equals("random-two")) {
            assertThat(share(proxy, "added", 220)).isBetween(1, 60);
        } else {
            assertThat(share(proxy, "added", 110)).isBetween(8, 12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "random-two", "least-connections"})
    void inTheEndItHasAllOfIt(String policy) {
        Origin old = scene.origin("old");
        Origin added = scene.origin("added");
        Proxy proxy = scene.proxyTo("pools.app { policy = " + policy + ", health.slow-start = 2s }\n", old);
        apply(proxy, old, added);
        Backend slow = proxy.daemon().pool("app").snapshot().backends().get(1);
        await().until(() -> slow.healthDetails().warmth() < 10);
        await().until(() -> slow.healthDetails().warmth() == 10);

        assertThat(share(proxy, "added", 20)).isBetween(5, 20);
    }

    @Test
    void theOthersShareTheRestEvenly() {
        int others = 3;
        Origin[] all = IntStream.rangeClosed(0, others)
                .mapToObj(i -> scene.origin("o" + i))
                .toArray(Origin[]::new);
        Origin[] before = Stream.of(all).limit(others).toArray(Origin[]::new);
        Proxy proxy = scene.proxyTo("pools.app.health.slow-start = 1h\n", before);
        apply(proxy, all);
        Backend slow = proxy.daemon().pool("app").snapshot().backends().get(others);
        await().until(() -> slow.healthDetails().warmth() == 1);

        share(proxy, "o0", 62);

        for (int i = 0; i < others; i++) {
            assertThat(all[i].requests().size()).isBetween(18, 22);
        }
        assertThat(all[others].requests()).hasSizeBetween(1, 4);
    }
}
