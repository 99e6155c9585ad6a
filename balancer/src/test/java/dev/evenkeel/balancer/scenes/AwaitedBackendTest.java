package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.pool.Admission;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import dev.evenkeel.health.Condition;
import dev.evenkeel.health.Transition;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend that comes into a pool at work, or back from maintenance, gets nothing before it passed a check. */
class AwaitedBackendTest {

    /** Requests wait no longer than it takes to see that nobody serves them. */
    private static final String CHECKED = """
            admin.bind = "127.0.0.1:0"
            pools.app.queue.timeout = 20ms
            pools.app.health { http { path = "/healthz" }, interval = 20ms, fast-interval = 10ms, timeout = 20s, fall = 2 }
            """;

    private static final int SEVERAL = 5;

    @RegisterExtension
    final Scene scene = new Scene();

    /** Answers checks well as long as it works, and everything else with its name. */
    private Origin checked(String name, AtomicBoolean works) {
        Answer good = Answers.ok(name);
        Answer bad = Answers.status(503, "sick");
        return scene.origin(name).answering((request, to) -> {
            boolean check = request.path().equals("/healthz");
            (check && !works.get() ? bad : good).give(request, to);
        });
    }

    private Origin well(String name) {
        return checked(name, new AtomicBoolean(true));
    }

    private Origin sick(String name) {
        return checked(name, new AtomicBoolean(false));
    }

    private static List<String> answers(Proxy proxy) {
        return IntStream.range(0, 12).mapToObj(i -> proxy.get("/").body()).toList();
    }

    private static Backend backend(Proxy proxy, Origin origin) {
        return requireNonNull(proxy.daemon().pool("app").find(origin.endpoint()), "backend");
    }

    private static Admission admission(Proxy proxy) {
        return proxy.daemon().pool("app").admission();
    }

    private static void add(Proxy proxy, Origin origin) {
        assertThat(proxy.admin("POST", "/v1/pools/app/backends", "{\"address\": \"" + origin.endpoint() + "\"}"))
                .hasStatus(201);
    }

    private static void set(Proxy proxy, Origin origin, String state) {
        assertThat(proxy.admin(
                        "PATCH", "/v1/pools/app/backends/" + origin.endpoint(), "{\"state\": \"" + state + "\"}"))
                .hasStatus(200);
    }

    private static void awaitCondition(Proxy proxy, Origin origin, Condition condition) {
        await().until(() -> backend(proxy, origin).health().status().condition() == condition);
    }

    /** Until so many have failed since now that the first of them alone did not decide. */
    private static void awaitFailures(Proxy proxy, Origin origin) {
        long before = backend(proxy, origin).healthDetails().checksFailed();
        await().until(() -> backend(proxy, origin).healthDetails().checksFailed() >= before + SEVERAL);
    }

    private static void awaitMaintenance(Proxy proxy, Origin origin) {
        set(proxy, origin, "maintenance");
        await().until(() -> backend(proxy, origin).healthDetails().watch() == null);
    }

    // Added live

    @Test
    void howeverManyDeadOnesAreAddedThePoolDoesNotPanic() {
        Origin one = well("one");
        Origin two = well("two");
        Proxy proxy = scene.proxyTo(CHECKED, one, two);
        awaitCondition(proxy, one, Condition.UP);
        awaitCondition(proxy, two, Condition.UP);
        List<Origin> dead = List.of(sick("dead-1"), sick("dead-2"), sick("dead-3"));

        dead.forEach(origin -> add(proxy, origin));
        dead.forEach(origin -> awaitFailures(proxy, origin));

        assertThat(admission(proxy)).isEqualTo(Admission.HEALTHY);
        assertThat(answers(proxy)).containsOnly("one", "two");
    }

    @Test
    void oneThatIsAddedTakesNoPartInThePanicOfTheOthers() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin old = checked("old", works);
        Proxy proxy = scene.proxyTo(CHECKED, old);
        awaitCondition(proxy, old, Condition.UP);
        Origin added = sick("added");
        add(proxy, added);

        works.set(false);
        await().until(() -> admission(proxy) == Admission.ALL);
        awaitFailures(proxy, added);

        assertThat(answers(proxy)).containsOnly("old");
    }

    @Test
    void oneThatIsAddedByHandToAnEmptyPoolIsAwaitedToo() {
        Proxy proxy = scene.proxy(CHECKED + "pools.app.backends = []\n");
        AtomicBoolean works = new AtomicBoolean(false);
        Origin added = checked("added", works);
        add(proxy, added);
        assertThat(proxy.get("/")).hasStatus(503);
        awaitFailures(proxy, added);
        assertThat(proxy.get("/")).hasStatus(503);

        works.set(true);
        awaitCondition(proxy, added, Condition.UP);

        assertThat(proxy.get("/")).hasBody("added");
    }

    @Test
    void onceItPassedItCountsAsTheOthersDo() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin old = sick("old");
        Proxy proxy = scene.proxyTo(CHECKED, old);
        Origin added = checked("added", works);
        add(proxy, added);
        awaitCondition(proxy, added, Condition.UP);

        works.set(false);
        awaitCondition(proxy, added, Condition.DOWN);
        await().until(() -> admission(proxy) == Admission.ALL);

        assertThat(answers(proxy)).containsOnly("old", "added");
    }

    @Test
    void oneThatIsToldToBeUpGetsRequestsAtOnce() {
        Origin old = well("old");
        Proxy proxy = scene.proxyTo(CHECKED + "pools.app.health { initial = up, fall = 1000 }\n", old);

        add(proxy, sick("added"));

        assertThat(answers(proxy)).containsOnly("old", "added");
    }

    @Test
    void oneThatBeginsDownGetsNothingHoweverManyChecksFail() {
        Origin dead = sick("dead");
        Proxy proxy = scene.proxyTo(CHECKED + "pools.app.health.initial = down\n", dead);

        awaitFailures(proxy, dead);

        assertThat(proxy.get("/")).hasStatus(503);
    }

    @Test
    void whyItsFirstCheckFailedIsToldOnce() {
        Origin dead = sick("dead");
        Proxy proxy = scene.proxyTo(CHECKED + "pools.app.health.initial = down\n", dead);
        String reason = "status 503 (expected: 200-399)";

        awaitFailures(proxy, dead);

        assertThat(backend(proxy, dead).health().status().reason()).isEqualTo(reason);
        assertThat(backend(proxy, dead).health().status().transitions())
                .extracting(Transition::reason)
                .containsExactly(reason);
        assertThat(backend(proxy, dead).counters().transitions()).isEqualTo(1);
    }

    // Back from maintenance

    @Test
    void oneThatComesBackFromMaintenanceGetsNothingBeforeItPassed() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin stays = well("stays");
        Origin back = checked("back", works);
        Proxy proxy = scene.proxyTo(CHECKED, stays, back);
        awaitCondition(proxy, stays, Condition.UP);
        awaitCondition(proxy, back, Condition.UP);
        awaitMaintenance(proxy, back);

        works.set(false);
        set(proxy, back, "ready");
        assertThat(answers(proxy)).containsOnly("stays");
        awaitFailures(proxy, back);
        assertThat(answers(proxy)).containsOnly("stays");
        assertThat(admission(proxy)).isEqualTo(Admission.HEALTHY);

        works.set(true);
        awaitCondition(proxy, back, Condition.UP);
        assertThat(answers(proxy)).containsOnly("stays", "back");
    }

    @Test
    void theOnlyOneComesBackLikeThatToo() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin only = checked("only", works);
        Proxy proxy = scene.proxyTo(CHECKED, only);
        awaitCondition(proxy, only, Condition.UP);
        awaitMaintenance(proxy, only);

        works.set(false);
        set(proxy, only, "ready");
        assertThat(proxy.get("/")).hasStatus(503);
        awaitFailures(proxy, only);
        assertThat(proxy.get("/")).hasStatus(503);

        works.set(true);
        awaitCondition(proxy, only, Condition.UP);
        assertThat(proxy.get("/")).hasBody("only");
    }

    @Test
    void requestsWaitForItsFirstCheckWhichComesSoon() {
        Origin only = well("only");
        Proxy proxy = scene.proxyTo(
                CHECKED + "pools.app { queue.timeout = 20s, health { interval = 1h, fast-interval = 1h } }\n", only);
        awaitCondition(proxy, only, Condition.UP);
        set(proxy, only, "maintenance");

        set(proxy, only, "ready");

        assertThat(proxy.get("/")).hasBody("only");
        assertThat(backend(proxy, only).health().status().transitions())
                .extracting(Transition::to)
                .startsWith(Condition.UP, Condition.DOWN);
    }

    @Test
    void oneThatIsDrainedAfterItsMaintenanceIsCheckedMeanwhile() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin only = checked("only", works);
        Proxy proxy = scene.proxyTo(CHECKED, only);
        awaitMaintenance(proxy, only);

        works.set(false);
        set(proxy, only, "draining");
        awaitFailures(proxy, only);
        set(proxy, only, "ready");

        assertThat(proxy.get("/")).hasStatus(503);
    }

    @Test
    void oneThatIsToldToBeUpComesBackFromMaintenanceAtOnce() {
        Origin only = sick("only");
        Proxy proxy = scene.proxyTo(CHECKED + "pools.app.health { initial = up, fall = 1000 }\n", only);
        awaitMaintenance(proxy, only);

        set(proxy, only, "ready");

        assertThat(proxy.get("/")).hasBody("only");
    }

    @Test
    void oneThatWasDrainedIsUsedAtOnceForItWasCheckedMeanwhile() {
        Origin only = well("only");
        Proxy proxy = scene.proxyTo(CHECKED + "pools.app.health { interval = 1h, fast-interval = 1h }\n", only);
        awaitCondition(proxy, only, Condition.UP);
        set(proxy, only, "draining");

        set(proxy, only, "ready");

        assertThat(backend(proxy, only).health().up()).isTrue();
        assertThat(proxy.get("/")).hasBody("only");
    }
}
