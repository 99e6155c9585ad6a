package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend that refuses connections is left alone for a while, and costs no client anything. */
class BackoffTest {

    private static final String LONG = "pools.app { policy = first, health.backoff { initial = 1m, max = 1m } }\n";
    private static final String SHORT = "pools.app { policy = first, health.backoff { initial = 100ms, max = 1s } }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin sick;
    private Origin well;

    @BeforeEach
    void start() {
        sick = scene.origin("sick");
        well = scene.origin("well");
        sick.stop();
    }

    @Test
    void noClientSeesTheFailure() {
        Proxy proxy = scene.proxyTo(SHORT, sick, well);
        for (int i = 0; i < 20; i++) {
            assertThat(proxy.post("/", "body")).hasStatus(200).hasBody("well");
        }
    }

    @Test
    void itIsLeftAlone() {
        Proxy proxy = scene.proxyTo(LONG, sick, well);
        proxy.get("/");
        sick.start();
        for (int i = 0; i < 10; i++) {
            assertThat(proxy.get("/")).hasBody("well");
        }
        assertThat(sick.connections()).isEmpty();
    }

    @Test
    void itIsTriedAgainByALiveRequest() {
        Proxy proxy = scene.proxyTo(SHORT, sick, well);
        proxy.get("/");
        sick.start();
        await().until(() -> proxy.get("/").body().equals("sick"));
        assertThat(proxy.get("/")).hasBody("sick");
    }

    @Test
    void itComesBackEvenIfItIsTheOnlyOne() {
        Proxy proxy = scene.proxyTo(SHORT, sick);
        assertThat(proxy.get("/").status()).isIn(502, 503);
        sick.start();
        await().until(() -> proxy.get("/").status() == 200);
    }

    @Test
    void openConnectionsOfOneThatRefusesNewOnesAreUsedUp() {
        sick.start();
        Proxy proxy = scene.proxyTo(LONG, sick, well);
        proxy.get("/");
        sick.stopAccepting();
        assertThat(proxy.get("/")).hasBody("sick");
    }
}
