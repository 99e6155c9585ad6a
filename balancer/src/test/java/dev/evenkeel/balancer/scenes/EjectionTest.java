package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import dev.evenkeel.health.Condition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend that takes connections and fails the requests on them is left alone, without any check. */
class EjectionTest {

    private static final String FIRST = "pools.app { policy = first, retry.attempts = 1 }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private static List<Integer> statuses(Proxy proxy, int count) {
        return IntStream.range(0, count).mapToObj(i -> proxy.get("/").status()).toList();
    }

    private static Backend backend(Proxy proxy, int place) {
        return proxy.daemon().pool("app").snapshot().backends().get(place);
    }

    @Test
    void afterFailuresInARowTheOthersServe() {
        Origin sick = scene.origin("sick").answering(Answers.closing());
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app.health.passive { consecutive-failures = 3, eject-time = 1m }\n",
                sick,
                scene.origin("well"));

        assertThat(statuses(proxy, 6)).containsExactly(502, 502, 502, 200, 200, 200);
        assertThat(backend(proxy, 0).health().status().condition()).isEqualTo(Condition.BACKING_OFF);
    }

    @Test
    void aGoodAnswerBetweenFailuresStartsTheCountAnew() {
        Origin flaky = scene.origin("flaky")
                .answering(Answers.closing(), Answers.closing(), Answers.ok("good"), Answers.closing());
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app.health.passive { consecutive-failures = 3, eject-time = 1m }\n",
                flaky,
                scene.origin("well"));

        assertThat(statuses(proxy, 7)).containsExactly(502, 502, 200, 502, 502, 502, 200);
    }

    @Test
    void answersThatDoNotComeInTimeCount() {
        Proxy proxy = scene.proxyTo(
                FIRST
                        + "pools.app { timeouts.first-byte = 50ms, health.passive { consecutive-failures = 2, eject-time = 1m } }\n",
                scene.origin("sick").silent(),
                scene.origin("well"));

        assertThat(statuses(proxy, 3)).containsExactly(504, 504, 200);
    }

    @Test
    void answersThatEndEarlyCount() {
        Origin sick = scene.origin("sick")
                .answering(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                        .thenClose());
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app.health.passive { consecutive-failures = 2, eject-time = 1m }\n",
                sick,
                scene.origin("well"));
        for (int i = 0; i < 2; i++) {
            proxy.client().sendGet("/").readCutResponse();
        }

        assertThat(proxy.get("/")).hasBody("well");
    }

    @Test
    void anAnswerThatEndsEarlyOnTrialEjectsAgainAtOnce() {
        Origin sick = scene.origin("sick")
                .answering(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                        .thenClose());
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app { retry.attempts = 2, health.passive { consecutive-failures = 3, eject-time = 100ms,"
                        + " max-eject-time = 100ms } }\n",
                sick,
                scene.origin("well"));
        for (int i = 0; i < 3; i++) {
            proxy.client().sendGet("/").readCutResponse();
        }

        await().until(() -> {
            proxy.client().sendGet("/");
            return backend(proxy, 0).counters().ejections() > 1;
        });

        await().untilAsserted(() -> assertThat(sick.requests())
                .hasSize((int) backend(proxy, 0).counters().ejections() + 2));
    }

    @Test
    void statusesCountIfTheSettingsSaySo() {
        Origin sick = scene.origin("sick").answering(Answers.status(503, "busy"));
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app.health.passive { consecutive-failures = 2, statuses = [503], eject-time = 1m }\n",
                sick,
                scene.origin("well"));

        assertThat(statuses(proxy, 4)).containsExactly(503, 503, 200, 200);
        assertThat(backend(proxy, 0).health().status().reason()).contains("status 503");
        assertThat(backend(proxy, 0).counters().failures()).isEqualTo(2);
    }

    @Test
    void statusesDoNotCountOtherwise() {
        Origin sick = scene.origin("sick").answering(Answers.status(503, "busy"));
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app.health.passive { consecutive-failures = 2, eject-time = 1m }\n",
                sick,
                scene.origin("well"));

        assertThat(statuses(proxy, 6)).containsOnly(503);
    }

    @Test
    void aTrialThatFailsIsAnEjectionOnceMore() {
        Origin sick = scene.origin("sick").answering(Answers.closing());
        Proxy proxy = scene.proxyTo(
                "pools.app { policy = first, health.passive { consecutive-failures = 2, eject-time = 50ms,"
                        + " max-eject-time = 50ms } }\n",
                sick,
                scene.origin("well"));

        await().until(() -> {
            proxy.get("/");
            return sick.requests().size() >= 5;
        });

        await().untilAsserted(() -> assertThat(backend(proxy, 0).counters().ejections())
                .isEqualTo(sick.requests().size() - 1));
    }

    @Test
    void itComesBackByALiveRequestOnTrial() {
        Origin sick = scene.origin("sick").answering(Answers.closing(), Answers.closing(), Answers.ok("sick"));
        Proxy proxy = scene.proxyTo(
                "pools.app { policy = first, health.passive { consecutive-failures = 2, eject-time = 100ms } }\n",
                sick,
                scene.origin("well"));

        await().until(() -> proxy.get("/").body().equals("sick"));

        assertThat(proxy.get("/")).hasBody("sick");
        assertThat(backend(proxy, 0).counters().ejections()).isEqualTo(1);
    }

    @Test
    void noMoreThanTheSetShareIsEjected() {
        Origin one = scene.origin("one").answering(Answers.closing());
        Origin two = scene.origin("two").answering(Answers.closing());
        Proxy proxy = scene.proxyTo(
                FIRST + "pools.app.health.passive { consecutive-failures = 2, eject-time = 1m }\n", one, two);

        assertThat(statuses(proxy, 12)).containsOnly(502);

        assertThat(backend(proxy, 0).health().up()).isFalse();
        assertThat(backend(proxy, 1).health().up()).isTrue();
        assertThat(two.requests()).hasSize(10);
    }

    @Test
    void thatShareIsOfThoseThatAreReady() {
        Origin one = scene.origin("one").answering(Answers.closing());
        Origin two = scene.origin("two").answering(Answers.closing());
        Proxy proxy = scene.proxy(
                FIRST + "pools.app { health.passive { consecutive-failures = 2, eject-time = 1m }"
                        + ", backends = [ \"" + one.endpoint() + "\", \"" + two.endpoint() + "\""
                        + ", { address = \"127.0.0.1:1\", state = maintenance }, { address = \"127.0.0.1:2\", state = draining } ] }\n");

        assertThat(statuses(proxy, 12)).containsOnly(502);

        assertThat(backend(proxy, 0).health().up()).isFalse();
        assertThat(backend(proxy, 1).health().up()).isTrue();
    }

    @Test
    void oneThatIsEjectedTakesNoOthersPlaceOnceItIsInMaintenance() {
        Origin one = scene.origin("one").answering(Answers.closing());
        Origin two = scene.origin("two").answering(Answers.closing());
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\"\n" + FIRST
                        + "pools.app.health.passive { consecutive-failures = 2, eject-time = 1m }\n",
                one,
                two,
                scene.origin("well"));
        assertThat(statuses(proxy, 4)).containsOnly(502);
        assertThat(backend(proxy, 1).health().up()).isTrue();

        proxy.admin("PATCH", "/v1/pools/app/backends/" + one.endpoint(), "{\"state\": \"maintenance\"}");

        assertThat(statuses(proxy, 3)).containsExactly(502, 200, 200);
    }

    @Test
    void tooLargeAShareOfFailuresEjects() {
        Origin flaky = scene.origin("flaky").answering((request, to) -> {
            boolean bad = request.path().equals("/bad");
            (bad ? Answers.closing() : Answers.ok("flaky")).give(request, to);
        });
        Proxy proxy = scene.proxyTo(
                FIRST
                        + "pools.app.health.passive { failure-ratio = 30%, minimum-requests = 10, window = 1s, eject-time = 1m }\n",
                flaky,
                scene.origin("well"));

        await().until(() -> {
            proxy.get("/bad");
            proxy.get("/");
            return !backend(proxy, 0).health().up();
        });

        assertThat(backend(proxy, 0).health().status().reason()).contains("requests failed");
        assertThat(proxy.get("/")).hasBody("well");
    }
}
