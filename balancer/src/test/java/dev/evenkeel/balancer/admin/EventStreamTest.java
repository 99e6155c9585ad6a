package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.event.EventLog;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who follows {@code /v1/events} hears of all that happens. */
final class EventStreamTest {
    private static final String ADMIN = "admin.bind = \"127.0.0.1:0\"\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private RawClient admin(Proxy proxy) {
        return scene.client(requireNonNull(proxy.daemon().adminAddress()));
    }

    private Follower follow(Proxy proxy, String query, String... fields) {
        return new Follower(admin(proxy), query, fields);
    }

    private static JsonNode json(Response response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /** With long names, so that their events fill what the kernel holds for a client. */
    private static List<BackendSpec> backends(int count) {
        String name = "x".repeat(1_000);
        return IntStream.range(0, count)
                .mapToObj(i -> new BackendSpec(
                        name + i,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + i),
                        1,
                        Integer.MAX_VALUE,
                        false,
                        BackendConfig.State.READY))
                .toList();
    }

    /** Makes more happen than is kept. */
    private static void flood(Proxy proxy) {
        Pool pool = proxy.daemon().pool("app");
        pool.apply(backends(EventLog.KEPT), Origin.API);
        pool.apply(List.of(), Origin.API);
    }

    @Test
    void aLiveChangeIsToldWithItsKeys() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        Follower follower = follow(proxy, "");

        proxy.admin("PATCH", "/v1/pools/app", "{\"keep-alive\": false, \"queue\": {\"timeout\": \"1s\"}}");

        JsonNode event = follower.await("live-change");
        assertThat(event.get("pool").asText()).isEqualTo("app");
        assertThat(event.get("by").asText()).isEqualTo("api");
        assertThat(event.get("action").asText()).isEqualTo("changed");
        assertThat(event.get("keys"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("keep-alive", "queue.timeout");
        assertThat(event.get("sentence").asText()).contains("pools.app", "keep-alive = false", "queue.timeout = 1s");
    }

    @Test
    void aChangeThatChangesNothingIsNotTold() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        Follower follower = follow(proxy, "");

        proxy.admin("PATCH", "/v1/pools/app", "{\"keep-alive\": null}");
        proxy.admin("PATCH", "/v1/pools/app", "{\"keep-alive\": false}");

        assertThat(follower.next().get("sentence").asText()).contains("keep-alive = false");
    }

    @Test
    void aBackendThatComesAndGoesIsTold() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin("one"));
        var two = scene.origin("two");
        Follower follower = follow(proxy, "");

        proxy.admin("POST", "/v1/pools/app/backends", "{\"address\": \"" + two.endpoint() + "\"}");
        JsonNode added = follower.await("backend-added");
        proxy.admin("DELETE", "/v1/pools/app/backends/" + two.endpoint(), "");
        JsonNode removed = follower.await("backend-removed");

        assertThat(added.get("backend").asText()).isEqualTo(two.endpoint());
        assertThat(added.get("by").asText()).isEqualTo("api");
        assertThat(removed.get("backend").asText()).isEqualTo(two.endpoint());
        assertThat(removed.get("by").asText()).isEqualTo("api");
    }

    @Test
    void anAddressThatAHostNameStandsForIsToldAsDiscovered() {
        var origin = scene.origin();
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = [\"localhost:"
                + ((InetSocketAddress) origin.socketAddress()).getPort() + "\"]");

        JsonNode event = follow(proxy, "?since=0").await("backend-added");

        assertThat(event.get("by").asText()).isEqualTo("discovery");
    }

    @Test
    void aDrainIsToldWithHowItEnded() {
        var origin = scene.origin().answering(Answers.silence());
        Proxy proxy = scene.proxyTo(ADMIN + "pools.app.policy = first\n", origin, scene.origin());
        Follower follower = follow(proxy, "");
        RawClient client = proxy.client().sendGet("/");
        await().until(() -> origin.requests().size() == 1);

        proxy.admin("DELETE", "/v1/pools/app/backends/" + origin.endpoint() + "?deadline=1ms", "");
        JsonNode begun = follower.await("drain-begun");
        JsonNode ended = follower.await("drain-ended");

        assertThat(begun.get("in-flight").asInt()).isEqualTo(1);
        assertThat(ended.get("drain")).isEqualTo(begun.get("drain"));
        assertThat(ended.get("state").asText()).isEqualTo("cut");
        assertThat(ended.get("cut").asInt()).isEqualTo(1);
        client.close();
    }

    @Test
    void healthAndPanicAreTold() {
        Proxy proxy = scene.proxy(ADMIN + "pools.app { backends = [ " + scene.refusingAddress()
                + " ], health { tcp = on, interval = 20ms, fast-interval = 10ms, fall = 1 } }");
        Follower follower = follow(proxy, "?since=0&pool=app");

        JsonNode down = follower.await("health-changed");
        JsonNode panic = follower.await("panic-begun");

        assertThat(down.get("to").asText()).isEqualTo("down");
        assertThat(down.get("reason").asText()).contains("connect");
        assertThat(down.get("sentence").asText()).contains("is down: ");
        assertThat(panic.get("subject").asText()).isEqualTo("pools.app");
    }

    @Test
    void theFirstFailureOfABackendThatIsAwaitedIsTold() {
        AtomicBoolean works = new AtomicBoolean(false);
        var origin = scene.origin()
                .answering((request, to) ->
                        (works.get() ? Answers.ok("well") : Answers.status(503, "sick")).give(request, to));
        Proxy proxy = scene.proxyTo(
                ADMIN + "pools.app.health { http { path = \"/\" }, initial = down, interval = 20ms, timeout = 20s }\n",
                origin);
        Follower follower = follow(proxy, "?since=0&type=health-changed");

        JsonNode down = follower.next();
        origin.awaitRequest(5);
        works.set(true);
        JsonNode up = follower.next();

        assertThat(down.get("from").asText()).isEqualTo("down");
        assertThat(down.get("to").asText()).isEqualTo("down");
        assertThat(down.get("reason").asText()).isEqualTo("status 503 (expected: 200-399)");
        assertThat(up.get("to").asText()).isEqualTo("up");
    }

    @Test
    void anEjectionIsTold() {
        Proxy proxy = scene.proxyTo(
                ADMIN + "pools.app { policy = first, retry.attempts = 1 }\n"
                        + "pools.app.health.passive { consecutive-failures = 2, eject-time = 1m }\n",
                scene.origin("sick").answering(Answers.closing()),
                scene.origin("well"));
        Follower follower = follow(proxy, "?type=backend-ejected");

        proxy.get("/");
        proxy.get("/");

        JsonNode event = follower.next();
        assertThat(event.get("type").asText()).isEqualTo("backend-ejected");
        assertThat(event.get("to").asText()).isEqualTo("backing-off");
    }

    @Test
    void whatWasMissedIsToldToWhoComesBack() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        Follower before = follow(proxy, "");
        proxy.admin("PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");
        long known = before.next().get("id").asLong();
        proxy.admin("PATCH", "/v1/pools/app", "{\"policy\": \"random-two\"}");
        long missed = before.next().get("id").asLong();

        assertThat(follow(proxy, "", "Last-Event-ID: " + known).next().get("id").asLong())
                .isEqualTo(missed)
                .isEqualTo(known + 1);
        assertThat(follow(proxy, "?since=" + known).next().get("id").asLong()).isEqualTo(missed);
    }

    @Test
    void whatCannotBeToldAnyMoreIsSaid() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        long known = follow(proxy, "?since=0").next().get("id").asLong();
        flood(proxy);

        Follower follower = follow(proxy, "?since=" + known + "&type=live-change");

        JsonNode lost = follower.next();
        assertThat(lost.get("type").asText()).isEqualTo("events-lost");
        assertThat(lost.get("after").asLong()).isEqualTo(known);
        assertThat(lost.get("before").asLong()).isEqualTo(lost.get("id").asLong() + 1);
        proxy.admin("PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");
        assertThat(follower.next().get("type").asText()).isEqualTo("live-change");
    }

    @Test
    void aMessageIsOneOfServerSentEvents() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        Follower follower = follow(proxy, "?since=0&type=started");

        assertThat(follower.head())
                .hasStatus(200)
                .hasHeader("Content-Type", "text/event-stream; charset=utf-8")
                .hasHeader("Cache-Control", "no-store");
        assertThat(follower.message()).isEqualTo(": still here\n\n");
        assertThat(follower.message()).matches("id: [0-9]+\nevent: started\ndata: \\{.*}\n\n");
    }

    @Test
    void programsMayAskForWhatIsKeptWithoutFollowing() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        proxy.admin("PATCH", "/v1/pools/app", "{\"policy\": \"first\"}");

        Response response = proxy.admin("GET", "/v1/events?type=live-change,started", "", "Accept: application/json");

        assertThat(response).hasStatus(200).hasHeader("Content-Type", "application/json");
        JsonNode all = json(response);
        assertThat(all.get("events"))
                .extracting(event -> event.get("type").asText())
                .containsExactly("started", "live-change");
        assertThat(all.get("last-id")).isEqualTo(all.at("/events/1/id"));
    }

    @Test
    void aPoolOrTypeThatThereIsNotIsRefusedWithTheNearest() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertThat(proxy.admin("/v1/events?pool=ap")).hasStatus(404);
        assertThat(json(proxy.admin("/v1/events?pool=ap")).get("detail").asText())
                .contains("Did you mean \"app\"?");
        assertThat(proxy.admin("/v1/events?type=drain-began")).hasStatus(400);
        assertThat(json(proxy.admin("/v1/events?type=drain-began"))
                        .get("detail")
                        .asText())
                .endsWith("Did you mean \"drain-begun\"?");
        assertThat(proxy.admin("/v1/events?since=yesterday")).hasStatus(400);
    }

    @Test
    void itAsksForTheToken() {
        Proxy proxy = scene.proxyTo("admin { bind = \"127.0.0.1:0\", token = 0123456789abcdef }\n", scene.origin());

        assertThat(proxy.admin("/v1/events")).hasStatus(401);
        assertThat(follow(proxy, "", "Authorization: Bearer 0123456789abcdef").head())
                .hasStatus(200);
    }

    @Test
    void noMoreThanSoManyMayFollow() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < Events.MOST_FOLLOWERS; i++) {
            RawClient client = admin(proxy);
            assertThat(new Follower(client, "").head()).hasStatus(200);
            clients.add(client);
        }

        assertThat(proxy.admin("/v1/events")).hasStatus(503).hasHeader("Retry-After", "10");

        clients.get(0).reset();
        await().until(() -> followers(proxy) < Events.MOST_FOLLOWERS);
        assertThat(follow(proxy, "").head()).hasStatus(200);
    }

    private static int followers(Proxy proxy) {
        return json(proxy.admin("/v1/status")).at("/events/followers").asInt();
    }

    @Test
    void whoHasLeftIsNoticedThoughNothingHappens() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        RawClient client = admin(proxy);
        assertThat(new Follower(client, "").head()).hasStatus(200);
        assertThat(followers(proxy)).isEqualTo(1);

        client.close();

        await().atMost(Duration.ofSeconds(30)).until(() -> followers(proxy) == 0);
    }

    @Test
    void whoTakesThemTooSlowlyIsCutOff() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());
        RawClient slow = scene.client(requireNonNull(proxy.daemon().adminAddress()), 4096);
        Follower follower = new Follower(slow, "");
        assertThat(follower.head()).hasStatus(200);

        await().atMost(Duration.ofMinutes(1)).until(() -> {
            flood(proxy);
            return json(proxy.admin("/v1/status")).at("/events/closed-slow").asInt() == 1;
        });

        assertThat(followers(proxy)).isZero();
    }

    @Test
    void aShutdownIsToldAndDoesNotWaitForThoseWhoFollow() {
        Proxy proxy = scene.proxyTo(ADMIN + "runtime.shutdown-timeout = 1m\n", scene.origin());
        Follower follower = follow(proxy, "");

        Duration took = proxy.daemon().shutdown().took();

        assertThat(follower.next().get("type").asText()).isEqualTo("shutdown-begun");
        assertThat(follower.next().get("type").asText()).isEqualTo("listener-closed");
        assertThat(follower.message()).isEmpty();
        assertThat(took).isLessThan(Duration.ofSeconds(30));
    }
}
