package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Taking a backend out of use while it is busy: what becomes of its requests, its connections and those who wait. */
class DrainTest {
    private static final String ONE_EACH = "pools.app { max-connections = 1, policy = first }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy(String settings, Origin... origins) {
        return scene.proxyTo("admin.bind = \"127.0.0.1:0\"\n" + settings, origins);
    }

    private static String path(Origin origin) {
        return "/v1/pools/app/backends/" + origin.endpoint();
    }

    private static void set(Proxy proxy, Origin origin, String state) {
        assertThat(proxy.admin("PATCH", path(origin), "{\"state\": \"" + state + "\"}"))
                .hasStatus(200);
    }

    private static Backend backend(Proxy proxy, int place) {
        return proxy.daemon().pool("app").snapshot().backends().get(place);
    }

    private static BackendSpec spec(Origin origin) {
        return new BackendSpec(
                origin.endpoint(), origin.socketAddress(), 1, Integer.MAX_VALUE, false, BackendConfig.State.READY);
    }

    private static void awaitQueue(Proxy proxy, int length) {
        await().until(() -> proxy.daemon().pool("app").waiting() == length);
    }

    @Test
    void aConnectionInUseIsClosedAfterItsResponse() {
        Gate gate = scene.gate();
        Origin leaving = scene.origin("leaving").answering(Answers.ok("late").after(gate));
        Proxy proxy = proxy("", leaving);
        RawClient client = proxy.client().sendGet("/");
        leaving.awaitRequest(1);

        set(proxy, leaving, "draining");
        gate.open();

        assertThat(client.readResponse()).hasStatus(200).hasBody("late");
        assertThat(leaving.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        assertThat(backend(proxy, 0).counters().idleConnections()).isZero();
    }

    @Test
    void aRequestThatWaitsMovesOnToAnother() {
        Gate gate = scene.gate();
        Gate other = scene.gate();
        Origin leaving = scene.origin("leaving").answering(Answers.ok("late").after(gate));
        Origin staying = scene.origin("staying").answering(Answers.ok("first").after(other), Answers.ok("moved"));
        Proxy proxy = proxy(ONE_EACH, leaving, staying);
        RawClient one = proxy.client().sendGet("/1");
        leaving.awaitRequest(1);
        RawClient two = proxy.client().sendGet("/2");
        staying.awaitRequest(1);
        RawClient waiting = proxy.client().sendGet("/3");
        awaitQueue(proxy, 1);

        set(proxy, leaving, "draining");
        gate.open();
        assertThat(one.readResponse()).hasBody("late");
        other.open();

        assertThat(two.readResponse()).hasBody("first");
        assertThat(waiting.readResponse()).hasBody("moved");
        assertThat(leaving.requests()).hasSize(1);
    }

    @Test
    void aRequestThatOnlyADrainedBackendCouldTakeWaitsUntilItIsReadyAgain() {
        Origin only = scene.origin("only");
        Proxy proxy = proxy("", only);
        set(proxy, only, "maintenance");
        RawClient waiting = proxy.client().sendGet("/");
        awaitQueue(proxy, 1);
        assertThat(only.requests()).isEmpty();

        set(proxy, only, "ready");

        assertThat(waiting.readResponse()).hasBody("only");
    }

    @Test
    void aRequestThatOnlyADrainedBackendCouldTakeIsRefusedInTheEnd() {
        Origin only = scene.origin("only");
        Proxy proxy = proxy("pools.app.queue.timeout = 100ms\n", only);
        set(proxy, only, "draining");

        Response response = proxy.get("/");

        assertThat(response).hasStatus(503).hasHeader("Retry-After", "1");
        assertThat(only.requests()).isEmpty();
    }

    @Test
    void aBackendInMaintenanceComesBack() {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        Proxy proxy = proxy("pools.app.policy = first\n", one, two);
        set(proxy, one, "maintenance");
        assertThat(proxy.get("/")).hasBody("two");

        set(proxy, one, "ready");

        assertThat(proxy.get("/")).hasBody("one");
    }

    @Test
    void theRecordSaysHowManyWereCut() {
        Origin silent = scene.origin("silent").silent();
        Proxy proxy = proxy("pools.app.queue.timeout = 100ms\n", silent);
        List<RawClient> clients = List.of(
                proxy.client().sendGet("/1"),
                proxy.client().sendGet("/2"),
                proxy.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"));
        silent.awaitRequest(3);

        Response removed = proxy.admin("DELETE", path(silent) + "?deadline=50ms&wait=true", "");

        assertThat(removed.body()).contains("\"state\":\"cut\"").contains("\"cut\":3");
        assertThat(silent.connections())
                .hasSize(3)
                .allSatisfy(connection -> assertThat(connection.awaitEnding()).isEqualTo(Ending.END));
        assertThat(clients.get(0).readResponse()).hasStatus(503);
        assertThat(clients.get(1).readResponse()).hasStatus(503);
        assertThat(clients.get(2).readResponse()).hasStatus(502);
    }

    @Test
    void aRequestThatHasNoConnectionAtTheDeadlineGoesElsewhere() {
        String slow = scene.unansweringAddress();
        Origin free = scene.origin("free");
        Proxy proxy = scene.proxy("""
                admin.bind = "127.0.0.1:0"
                pools.app { policy = first, timeouts.connect = 1m, retry.attempts = 1, backends = [ %s, %s ] }
                """.formatted(slow, free.address()));
        Backend leaving = backend(proxy, 0);
        RawClient client = proxy.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        await().until(() -> leaving.inFlight() == 1);

        Response removed =
                proxy.admin("DELETE", "/v1/pools/app/backends/" + leaving.id() + "?deadline=50ms&wait=true", "");

        assertThat(removed.body()).contains("\"state\":\"finished\"").contains("\"cut\":0");
        assertThat(client.readResponse()).hasBody("free");
    }

    @Test
    void aRequestWhoseConnectionIsNotVerifiedAtTheDeadlineGoesElsewhere() {
        Origin hung = scene.origin("hung").silent();
        Origin free = scene.origin("free");
        Proxy proxy = proxy("pools.app { policy = first, verify { timeout = 1m }, retry.attempts = 1 }\n", hung, free);
        RawClient client = proxy.client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        assertThat(hung.awaitRequest(1)).hasMethod("OPTIONS");

        Response removed = proxy.admin("DELETE", path(hung) + "?deadline=50ms&wait=true", "");

        assertThat(removed.body()).contains("\"state\":\"finished\"").contains("\"cut\":0");
        assertThat(client.readResponse()).hasBody("free");
    }

    @Test
    void aRequestThatIsCutOnAConnectionInUseBeforeIsNotSentThereAgain() {
        Origin leaving = scene.origin("leaving").answering(Answers.ok("first"), Answers.silence());
        Origin free = scene.origin("free");
        Proxy proxy = proxy("pools.app.policy = first\n", leaving, free);
        RawClient client = proxy.client();
        client.get("/1");
        client.sendGet("/2");
        leaving.awaitRequest(2);

        Response removed = proxy.admin("DELETE", path(leaving) + "?deadline=50ms&wait=true", "");

        assertThat(removed.body()).contains("\"cut\":1");
        assertThat(client.readResponse()).hasBody("free");
        assertThat(leaving.requests()).hasSize(2);
    }

    @Test
    void aRemovalThatIsOverLeavesNoConnection() {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        Proxy proxy = proxy("pools.app { policy = first, connect-ahead = 3 }\nruntime.threads = 2\n", one, two);
        Backend leaving = backend(proxy, 0);
        await().until(() -> leaving.counters().aheadConnections() == 6);
        proxy.get("/");

        Response removed = proxy.admin("DELETE", path(one) + "?wait=true", "");

        assertThat(removed.body()).contains("\"finished\"");
        assertThat(leaving.counters().idleConnections()).isZero();
        assertThat(leaving.state()).isEqualTo(BackendState.GONE);
    }

    @Test
    void whatTheDiscoveryTakesAwayKeepsNoConnectionAndFinishesWhatItHas() {
        Gate gate = scene.gate();
        Origin leaving = scene.origin("leaving")
                .answering(Answers.ok("idle soon"), Answers.ok("late").after(gate));
        Origin staying = scene.origin("staying");
        Proxy proxy = proxy("pools.app.policy = first\n", leaving, staying);
        Backend gone = backend(proxy, 0);
        RawClient busy = proxy.client();
        busy.get("/1");
        busy.sendGet("/2");
        leaving.awaitRequest(2);
        RawClient idle = proxy.client();
        leaving.answering(Answers.ok("quick"));
        assertThat(idle.get("/3")).hasBody("quick");

        proxy.daemon().pool("app").apply(List.of(spec(staying)));

        assertThat(leaving.awaitConnection(2).awaitEnding()).isEqualTo(Ending.END);
        assertThat(proxy.get("/4")).hasBody("staying");
        gate.open();
        assertThat(busy.readResponse()).hasBody("late");
        assertThat(leaving.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        await().until(() -> gone.state() == BackendState.GONE);
    }
}
