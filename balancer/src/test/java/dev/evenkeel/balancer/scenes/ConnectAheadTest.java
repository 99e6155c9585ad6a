package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that are made before a request needs them. */
class ConnectAheadTest {
    private static final String AHEAD = "pools.app.connect-ahead = 2\nadmin.bind = \"127.0.0.1:0\"\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private static Backend backend(Proxy proxy) {
        return proxy.daemon().pool("app").snapshot().backends().get(0);
    }

    private static void awaitStock(Backend backend, int connections) {
        await().until(() -> backend.counters().aheadConnections() == connections);
    }

    private static void patch(Proxy proxy, Origin origin, String state) {
        String path = "/v1/pools/app/backends/" + origin.endpoint();
        assertThat(proxy.admin("PATCH", path, "{\"state\": \"" + state + "\"}")).hasStatus(200);
    }

    @Test
    void thereIsAStockBeforeTheFirstRequest() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD, origin);

        awaitStock(backend(proxy), 2);

        assertThat(origin.awaitConnection(2).number()).isEqualTo(2);
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aRequestTakesOneAndTheStockIsFilledUp() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD, origin);
        awaitStock(backend(proxy), 2);

        assertThat(proxy.get("/")).hasBody("origin");

        assertThat(origin.requests().get(0).connection()).isIn(1, 2);
        assertThat(backend(proxy).counters().connectsAhead()).isEqualTo(1);
        origin.awaitConnection(3);
        awaitStock(backend(proxy), 2);
    }

    @Test
    void aKeptConnectionIsUsedFirst() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD, origin);
        awaitStock(backend(proxy), 2);
        proxy.get("/1");
        awaitStock(backend(proxy), 2);

        proxy.get("/2");

        assertThat(origin.requests().get(1).connection())
                .isEqualTo(origin.requests().get(0).connection());
    }

    @Test
    void aPostMayGoOnAYoungOne() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD, origin);
        awaitStock(backend(proxy), 2);

        assertThat(proxy.post("/", "x")).hasStatus(200);

        assertThat(backend(proxy).counters().connectsAhead()).isEqualTo(1);
        assertThat(origin.requests().get(0).connection()).isIn(1, 2);
    }

    @Test
    void aPostDoesNotGoOnOneThatWasVerifiedLongAgo() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD + "pools.app { verify = on, keep-alive.unsafe-reuse-within = 0s }\n", origin);
        awaitStock(backend(proxy), 2);

        assertThat(proxy.post("/", "x")).hasStatus(200);

        assertThat(backend(proxy).counters().connectsAhead()).isZero();
    }

    @Test
    void theyServeWithoutKeepAliveToo() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD + "pools.app.keep-alive = off\n", origin);
        awaitStock(backend(proxy), 2);

        assertThat(proxy.get("/")).hasStatus(200);

        assertThat(backend(proxy).counters().connectsAhead()).isEqualTo(1);
    }

    @Test
    void theyAreVerifiedAhead() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD + "pools.app.verify = on\n", origin);

        awaitStock(backend(proxy), 2);

        assertThat(origin.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("OPTIONS"));
    }

    @Test
    void aHungBackendIsFoundOutBeforeAClientComes() {
        Origin fine = scene.origin("fine");
        Proxy proxy = scene.proxy(AHEAD + "pools.app { policy = first, verify.timeout = 100ms, backends = ["
                + scene.hungAddress() + ", " + fine.address() + "] }");
        await().until(() -> !backend(proxy).health().up());

        assertThat(proxy.get("/")).hasBody("fine");

        assertThat(backend(proxy).counters().requests()).isZero();
    }

    @Test
    void aConnectionThatTheBackendClosedIsNotUsed() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD, origin);
        awaitStock(backend(proxy), 2);
        origin.awaitConnection(2);
        origin.connections().forEach(connection -> connection.close());
        awaitStock(backend(proxy), 0);

        assertThat(proxy.post("/", "x")).hasStatus(200);

        assertThat(origin.requests().get(0).connection()).isEqualTo(3);
    }

    @Test
    void drainingClosesThemAndReadyMakesNewOnes() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(AHEAD, origin, scene.origin("other"));
        awaitStock(backend(proxy), 2);

        patch(proxy, origin, "maintenance");

        assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.awaitConnection(2).awaitEnding()).isEqualTo(Ending.END);
        awaitStock(backend(proxy), 0);

        patch(proxy, origin, "ready");

        awaitStock(backend(proxy), 2);
        origin.awaitConnection(4);
        assertThat(origin.connections()).hasSize(4);
    }

    @Test
    void drainingClosesThoseThatAreBeingVerified() {
        Origin silent = scene.origin("silent").silent();
        Proxy proxy = scene.proxyTo(AHEAD + "pools.app.verify.timeout = 1h\n", silent, scene.origin("other"));
        silent.awaitRequest(2);

        patch(proxy, silent, "draining");

        assertThat(silent.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        assertThat(silent.awaitConnection(2).awaitEnding()).isEqualTo(Ending.END);
        assertThat(backend(proxy).health().up()).isTrue();
    }

    @Test
    void theStockFollowsALiveChange() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo("admin.bind = \"127.0.0.1:0\"", origin);
        assertThat(proxy.admin("PATCH", "/v1/pools/app", "{\"connect-ahead\": 3}"))
                .hasStatus(200);

        proxy.get("/");

        awaitStock(backend(proxy), 3);
    }
}
