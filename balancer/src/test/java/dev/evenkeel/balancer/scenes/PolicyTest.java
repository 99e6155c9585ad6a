package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the next request. */
class PolicyTest {

    @RegisterExtension
    final Scene scene = new Scene();

    /** The bodies of so many answers, one request after the other. */
    private static List<String> answers(Proxy proxy, int count) {
        return IntStream.range(0, count).mapToObj(i -> proxy.get("/").body()).toList();
    }

    private static Map<String, Long> counts(List<String> answers) {
        return answers.stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    private static String weighted(Origin origin, int weight) {
        return "{ address = " + origin.address() + ", weight = " + weight + " }";
    }

    /** Holds what asks for {@code /held}, so that it stays in flight, and answers the rest with its name. */
    private Answer holding(Gate gate, String name) {
        return (request, to) -> {
            if (request.path().equals("/held")) {
                gate.await();
            }
            to.respond(200, name);
        };
    }

    private Origin holdingOrigin(Gate gate, String name) {
        return scene.origin(name).answering(holding(gate, name));
    }

    private static int total(Origin... origins) {
        return IntStream.range(0, origins.length)
                .map(i -> origins[i].requests().size())
                .sum();
    }

    private static void hold(Proxy proxy, Origin... origins) {
        int before = total(origins);
        proxy.client().sendGet("/held");
        await().until(() -> total(origins) == before + 1);
    }

    @Nested
    class RoundRobin {

        @Test
        void isTheDefaultAndTakesEachInTurn() {
            Proxy proxy = scene.proxyTo(scene.origin("a"), scene.origin("b"), scene.origin("c"));
            List<String> seen = answers(proxy, 9);
            assertThat(counts(seen)).isEqualTo(Map.of("a", 3L, "b", 3L, "c", 3L));
            assertThat(seen.subList(0, 3)).isEqualTo(seen.subList(3, 6)).isEqualTo(seen.subList(6, 9));
        }

        @Test
        void givesEachItsWeightInEveryRound() {
            Proxy proxy = scene.proxy("pools.app.backends = [" + weighted(scene.origin("a"), 5) + ", "
                    + weighted(scene.origin("b"), 1) + ", " + weighted(scene.origin("c"), 1) + "]");
            assertThat(counts(answers(proxy, 7))).isEqualTo(Map.of("a", 5L, "b", 1L, "c", 1L));
            assertThat(counts(answers(proxy, 7))).isEqualTo(Map.of("a", 5L, "b", 1L, "c", 1L));
        }

        @Test
        void isSmooth() {
            Proxy proxy = scene.proxy("pools.app.backends = [" + weighted(scene.origin("a"), 2) + ", "
                    + weighted(scene.origin("b"), 1) + ", " + weighted(scene.origin("c"), 1) + "]");
            assertThat(String.join("", answers(proxy, 16))).doesNotContain("aa");
        }

        @Test
        void givesNothingToWeightZero() {
            Proxy proxy = scene.proxy("pools.app.backends = [" + weighted(scene.origin("a"), 0) + ", "
                    + weighted(scene.origin("b"), 1) + "]");
            assertThat(answers(proxy, 6)).containsOnly("b");
        }

        @Test
        void passesOverWhoIsFull() {
            Gate gate = scene.gate();
            Origin a = holdingOrigin(gate, "a");
            Origin b = holdingOrigin(gate, "b");
            Proxy proxy = scene.proxyTo("pools.app.max-connections = 1\n", a, b);
            hold(proxy, a, b);
            String free = a.requests().isEmpty() ? "a" : "b";
            assertThat(answers(proxy, 4)).containsOnly(free);
        }
    }

    @Nested
    class LeastConnections {

        private static final String LEAST = "pools.app.policy = least-connections\n";

        @Test
        void avoidsWhoIsBusy() {
            Gate gate = scene.gate();
            Origin a = holdingOrigin(gate, "a");
            Origin b = holdingOrigin(gate, "b");
            Proxy proxy = scene.proxyTo(LEAST, a, b);
            hold(proxy, a, b);
            String free = a.requests().isEmpty() ? "a" : "b";
            assertThat(answers(proxy, 5)).containsOnly(free);
        }

        @Test
        void measuresByWeight() {
            Gate gate = scene.gate();
            Origin a = holdingOrigin(gate, "a");
            Origin b = holdingOrigin(gate, "b");
            Proxy proxy = scene.proxy(LEAST + "pools.app.backends = [" + weighted(a, 3) + ", " + weighted(b, 1) + "]");
            for (int i = 0; i < 8; i++) {
                hold(proxy, a, b);
            }
            assertThat(a.requests()).hasSize(6);
            assertThat(b.requests()).hasSize(2);
        }

        @Test
        void rotatesBetweenEquals() {
            Proxy proxy = scene.proxyTo(LEAST, scene.origin("a"), scene.origin("b"), scene.origin("c"));
            assertThat(counts(answers(proxy, 9))).isEqualTo(Map.of("a", 3L, "b", 3L, "c", 3L));
        }

        @Test
        void countsWhatHasFailedNoLonger() {
            Origin a = scene.origin("a").answering(Answers.closing());
            Origin b = scene.origin("b").answering(Answers.closing());
            Proxy proxy = scene.proxyTo(LEAST + "pools.app.retry.attempts = 1\n", a, b);
            answers(proxy, 10);
            assertThat(a.requests()).hasSize(5);
            assertThat(b.requests()).hasSize(5);
        }

        @Test
        void givesNothingToWeightZero() {
            Proxy proxy = scene.proxy(LEAST + "pools.app.backends = [" + weighted(scene.origin("a"), 0) + ", "
                    + weighted(scene.origin("b"), 1) + "]");
            assertThat(answers(proxy, 4)).containsOnly("b");
        }
    }

    @Nested
    class RandomTwo {

        private static final String RANDOM_TWO = "pools.app.policy = random-two\n";

        @Test
        void ofTwoTakesTheLessBusy() {
            Gate gate = scene.gate();
            Origin a = holdingOrigin(gate, "a");
            Origin b = holdingOrigin(gate, "b");
            Proxy proxy = scene.proxyTo(RANDOM_TWO, a, b);
            hold(proxy, a, b);
            String free = a.requests().isEmpty() ? "a" : "b";
            assertThat(answers(proxy, 10)).containsOnly(free);
        }

        @Test
        void reachesEverybody() {
            Proxy proxy = scene.proxyTo(RANDOM_TWO, scene.origin("a"), scene.origin("b"), scene.origin("c"));
            List<String> seen = new ArrayList<>();
            await().untilAsserted(() -> {
                seen.addAll(answers(proxy, 5));
                assertThat(seen).contains("a", "b", "c");
            });
        }

        @Test
        void worksWithOneBackend() {
            assertThat(answers(scene.proxyTo(RANDOM_TWO, scene.origin("a")), 3)).containsOnly("a");
        }
    }

    @Nested
    class First {

        private static final String FIRST = "pools.app.policy = first\n";

        @Test
        void takesTheFirstAlways() {
            assertThat(answers(scene.proxyTo(FIRST, scene.origin("a"), scene.origin("b")), 4))
                    .containsOnly("a");
        }

        @Test
        void spillsOverWhenTheFirstIsFull() {
            Gate gate = scene.gate();
            Origin a = holdingOrigin(gate, "a");
            Proxy proxy = scene.proxyTo(FIRST + "pools.app.max-connections = 1\n", a, scene.origin("b"));
            hold(proxy, a);
            assertThat(answers(proxy, 2)).containsOnly("b");
        }

        @Test
        void comesBackWhenTheFirstHasRoom() {
            Gate gate = scene.gate();
            Origin a = holdingOrigin(gate, "a");
            Proxy proxy = scene.proxyTo(FIRST + "pools.app.max-connections = 1\n", a, scene.origin("b"));
            hold(proxy, a);
            gate.open();
            await().until(() -> proxy.get("/").body().equals("a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "random-two", "first"})
    void backupsStandBackWhileAnotherIsThere(String policy) {
        Origin main = scene.origin("main");
        Origin backup = scene.origin("backup");
        Proxy proxy = scene.proxy("pools.app { policy = " + policy + ", health.backoff.initial = 50ms, backends = ["
                + "{ address = " + backup.address() + ", backup = on }, " + main.address() + "] }");
        assertThat(answers(proxy, 4)).containsOnly("main");

        main.stop();
        assertThat(answers(proxy, 4)).containsOnly("backup");

        main.start();
        await().until(() -> proxy.get("/").body().equals("main"));
    }

    @Test
    void everyBackendOfWeightZeroIsNoBackend() {
        Proxy proxy = scene.proxy("pools.app.backends = [" + weighted(scene.origin("a"), 0) + "]");
        assertThat(proxy.get("/")).hasStatus(503);
    }
}
