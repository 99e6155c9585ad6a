package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Demo applications in the same process, balanced over by real connections, as the README shows them. */
class DemoTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private Proxy proxy;

    @BeforeEach
    void start() {
        String one = "unix:" + folder.resolve("one");
        String two = "unix:" + folder.resolve("two");
        proxy = scene.proxy("""
                listeners {
                  web.routes = [ { service = app } ]
                  one { bind = "%1$s", routes = [ { service = one } ] }
                  two { bind = "%2$s", routes = [ { service = two } ] }
                }
                services {
                  one.demo.outage = 500ms
                  two.demo.outage = 500ms
                }
                pools.app { backends = [ "%1$s", "%2$s" ], health.backoff.initial = 50ms }
                """.formatted(one, two));
    }

    private String nameOf(String answer) {
        return answer.lines().findFirst().orElseThrow();
    }

    @Test
    void theyAnswerInTurnByName() {
        String first = nameOf(proxy.get("/1").body());
        String second = nameOf(proxy.get("/2").body());
        assertThat(List.of(first, second)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void theyTellWhatTheySaw() {
        assertThat(proxy.get("/path?query", "X-Mine: 1"))
                .hasBodyWith("GET /path?query")
                .hasBodyWith("X-Mine: 1");
    }

    @Test
    void oneThatWasTakenDownCostsNoClientAnything() {
        String down = nameOf(proxy.get("/down").body());
        for (int i = 0; i < 20; i++) {
            assertThat(proxy.get("/")).hasStatus(200);
        }
        assertThat(down).containsAnyOf("one", "two");
    }

    @Test
    void oneThatWasTakenDownComesBack() {
        proxy.get("/down");
        Set<String> seen = new HashSet<>();
        await().until(() -> {
            seen.add(nameOf(proxy.get("/").body()));
            return seen.size() == 2;
        });
    }
}
