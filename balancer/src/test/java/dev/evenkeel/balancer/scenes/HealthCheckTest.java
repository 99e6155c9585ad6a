package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.HealthConfig;
import dev.evenkeel.balancer.config.MembersConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.pool.Admission;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import dev.evenkeel.health.Condition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backends are asked whether they work, and get requests accordingly. */
class HealthCheckTest {

    private static final String HTTP = """
            pools.app.health { http { path = "/healthz" }, interval = 20ms, fast-interval = 10ms, rise = 2, fall = 2 }
            """;

    /** So patient that no check fails because the machine is busy. */
    private static final String QUICK =
            "pools.app.health { http { path = \"/healthz\" }, interval = 20ms, timeout = 20s }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    /** Answers checks as long as it works, and everything else with its name. */
    private Origin checked(String name, AtomicBoolean works) {
        return scene.origin(name).answering(answer(name, works));
    }

    private static Answer answer(String name, AtomicBoolean works) {
        Answer good = Answers.ok(name);
        Answer bad = Answers.status(503, "sick");
        return (request, to) -> {
            boolean check = request.path().equals("/healthz");
            (check && !works.get() ? bad : good).give(request, to);
        };
    }

    private static List<String> answers(Proxy proxy, int count) {
        return IntStream.range(0, count).mapToObj(i -> proxy.get("/").body()).toList();
    }

    private static Pool pool(Proxy proxy) {
        return proxy.daemon().pool("app");
    }

    private static Backend backend(Proxy proxy, Origin origin) {
        return pool(proxy).snapshot().backends().stream()
                .filter(backend -> backend.id().equals(origin.endpoint()))
                .findFirst()
                .orElseThrow();
    }

    private static void apply(Proxy proxy, Origin... origins) {
        pool(proxy)
                .apply(List.of(origins).stream()
                        .map(origin -> new BackendSpec(
                                origin.endpoint(),
                                origin.socketAddress(),
                                1,
                                Integer.MAX_VALUE,
                                false,
                                BackendConfig.State.READY))
                        .toList());
    }

    private static void reconfigure(Proxy proxy, HealthConfig health) {
        PoolConfig was = pool(proxy).config();
        MembersConfig members = was.members();
        pool(proxy)
                .reconfigure(new PoolConfig(
                        was.name(),
                        was.policy(),
                        new MembersConfig(
                                members.backends(),
                                members.ofAddresses(),
                                members.maxConnections(),
                                members.resolve(),
                                health),
                        was.queue(),
                        was.retry(),
                        was.upstream()));
    }

    private static void awaitCondition(Proxy proxy, Origin origin, Condition condition) {
        await().until(() -> backend(proxy, origin).health().status().condition() == condition);
    }

    private static long checksOf(Origin origin) {
        return origin.requests().stream()
                .filter(request -> request.path().equals("/healthz"))
                .count();
    }

    @Test
    void aBackendWhosePortIsOpenButWhoseCheckFailsGetsNothing() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin sick = checked("sick", works);
        Origin well = checked("well", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(HTTP, sick, well);
        awaitCondition(proxy, sick, Condition.UP);
        awaitCondition(proxy, well, Condition.UP);
        assertThat(answers(proxy, 6)).contains("sick", "well");

        works.set(false);
        awaitCondition(proxy, sick, Condition.DOWN);

        assertThat(answers(proxy, 10)).containsOnly("well");
        assertThat(backend(proxy, sick).health().status().reason()).isEqualTo("status 503 (expected: 200-399)");
    }

    @Test
    void itIsAskedWhatTheSettingsSay() {
        Origin origin = scene.origin().answering(Answers.status(418, "", "Connection: close"));
        Proxy proxy = scene.proxyTo(
                "pools.app.health { http { method = HEAD, path = \"/alive?deep=yes\", host = app.example.com"
                        + ", headers { X-Check = \"yes\" }, expect-status = [204, 418] }, interval = 1h }\n",
                origin);

        awaitCondition(proxy, origin, Condition.UP);

        assertThat(origin.awaitRequest(1))
                .hasMethod("HEAD")
                .hasTarget("/alive?deep=yes")
                .hasHeader("Host", "app.example.com")
                .hasHeader("X-Check", "yes");
        assertThat(backend(proxy, origin).health().status().reason()).isEqualTo("status 418");
    }

    @Test
    void itGetsRequestsAgainOnceItPassed() {
        AtomicBoolean works = new AtomicBoolean(false);
        Origin sick = checked("sick", works);
        Origin well = checked("well", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(HTTP, sick, well);
        awaitCondition(proxy, sick, Condition.DOWN);
        awaitCondition(proxy, well, Condition.UP);

        works.set(true);
        awaitCondition(proxy, sick, Condition.UP);

        assertThat(answers(proxy, 6)).contains("sick", "well");
    }

    @Test
    void oneThatTakesConnectionsAndSaysNothingIsDown() {
        Origin silent = scene.origin("silent").silent();
        Origin well = checked("well", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(HTTP + "pools.app.health.timeout = 50ms\n", silent, well);
        awaitCondition(proxy, silent, Condition.DOWN);
        awaitCondition(proxy, well, Condition.UP);

        assertThat(answers(proxy, 5)).containsOnly("well");
        assertThat(backend(proxy, silent).health().status().reason()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void oneThatSendsAnotherTextIsDown() {
        Origin other = scene.origin("other");
        Proxy proxy = scene.proxyTo(HTTP + "pools.app.health.http.expect-body = \"all systems go\"\n", other);

        awaitCondition(proxy, other, Condition.DOWN);
    }

    @Test
    void aUnixSocketIsAskedToo() {
        Origin origin = scene.originOnUnixSocket("unix").answering(answer("unix", new AtomicBoolean(true)));
        Proxy proxy = scene.proxyTo(HTTP, origin);

        awaitCondition(proxy, origin, Condition.UP);

        assertThat(checksOf(origin)).isPositive();
    }

    @Test
    void aTcpCheckNoticesThatNobodyListensBeforeAClientDoes() {
        Origin dead = scene.origin("dead");
        Origin well = scene.origin("well");
        Proxy proxy = scene.proxyTo(
                "pools.app.health { tcp = on, interval = 20ms, fast-interval = 10ms, fall = 2 }\n", dead, well);
        awaitCondition(proxy, dead, Condition.UP);

        dead.stop();
        awaitCondition(proxy, dead, Condition.DOWN);

        assertThat(answers(proxy, 5)).containsOnly("well");
        assertThat(backend(proxy, dead).counters().connectFailures()).isZero();
    }

    @Test
    void checksMayAskAnotherPort() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin agent = checked("agent", works);
        Origin origin = scene.origin("origin");
        String port = agent.endpoint().substring(agent.endpoint().indexOf(':') + 1);
        Proxy proxy = scene.proxyTo(HTTP + "pools.app.health.port = " + port + "\n", origin);
        awaitCondition(proxy, origin, Condition.UP);

        works.set(false);
        awaitCondition(proxy, origin, Condition.DOWN);

        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aBackendMayBeAskedAtAnAddressOfItsOwn() {
        AtomicBoolean works = new AtomicBoolean(true);
        Origin agent = checked("agent", works);
        Origin origin = scene.origin("origin");
        Proxy proxy = scene.proxy(HTTP + "pools.app { health.port = 1, backends = [{ address = \"" + origin.endpoint()
                + "\", check-address = \"" + agent.endpoint() + "\" }] }\n");
        awaitCondition(proxy, origin, Condition.UP);
        assertThat(proxy.get("/")).hasBody("origin");

        works.set(false);
        awaitCondition(proxy, origin, Condition.DOWN);

        assertThat(checksOf(origin)).isZero();
    }

    @Test
    void theAddressThatIsAskedMayBeChangedLive() {
        Origin agent = scene.originOnUnixSocket("agent").answering(answer("agent", new AtomicBoolean(true)));
        Origin origin = checked("origin", new AtomicBoolean(false));
        Proxy proxy = scene.proxyTo(HTTP + "admin.bind = \"127.0.0.1:0\"\n", origin);
        awaitCondition(proxy, origin, Condition.DOWN);
        String path = "/v1/pools/app/backends/" + origin.endpoint();

        Response changed = proxy.admin("PATCH", path, "{\"check-address\": \"" + agent.endpoint() + "\"}");

        assertThat(changed).hasStatus(200);
        assertThat(changed.body()).contains("\"check-address\":\"" + agent.endpoint() + "\"");
        awaitCondition(proxy, origin, Condition.UP);
        assertThat(checksOf(agent)).isPositive();

        assertThat(proxy.admin("PATCH", path, "{\"check-address\": null}")).hasStatus(200);
        awaitCondition(proxy, origin, Condition.DOWN);
    }

    @Test
    void aConnectionServesSoManyChecks() {
        Origin origin = checked("origin", new AtomicBoolean(true));
        scene.proxyTo(QUICK + "pools.app.health.http.keep-alive.max-requests = 4\n", origin);

        origin.awaitRequest(9);

        assertThat(origin.requests().subList(0, 9))
                .extracting(RecordedRequest::connection)
                .containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3);
    }

    @Test
    void withoutKeepAliveEachCheckHasAConnection() {
        Origin origin = checked("origin", new AtomicBoolean(true));
        scene.proxyTo(QUICK + "pools.app.health.http.keep-alive = off\n", origin);

        origin.awaitRequest(3);

        assertThat(origin.requests().subList(0, 3))
                .allSatisfy(request -> assertThat(request).hasHeader("Connection", "close"))
                .extracting(RecordedRequest::connection)
                .containsExactly(1, 2, 3);
    }

    @Test
    void aBackendThatClosesItsConnectionsNeverFailsForIt() {
        Origin origin = scene.origin().closingAfter(1);
        Proxy proxy = scene.proxyTo(QUICK, origin);

        origin.awaitRequest(20);

        assertThat(backend(proxy, origin).healthDetails().checksFailed()).isZero();
    }

    @Test
    void ofABackendThatIsRemovedNoConnectionForChecksIsKept() {
        Origin stays = checked("stays", new AtomicBoolean(true));
        Origin leaves = checked("leaves", new AtomicBoolean(true));
        Proxy proxy =
                scene.proxyTo("pools.app.health { http { path = \"/healthz\" }, interval = 1h }\n", stays, leaves);
        awaitCondition(proxy, leaves, Condition.UP);

        apply(proxy, stays);

        assertThat(leaves.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
    }

    @Test
    void inMaintenanceNoConnectionForChecksIsKept() {
        Origin origin = checked("origin", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\"\npools.app.health { http { path = \"/healthz\" }, interval = 1h }\n",
                origin);
        awaitCondition(proxy, origin, Condition.UP);

        proxy.admin("PATCH", "/v1/pools/app/backends/" + origin.endpoint(), "{\"state\": \"maintenance\"}");

        assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
    }

    @Test
    void anUnknownBackendGetsRequestsOnlyIfNoOtherIsUp() {
        Gate gate = scene.gate();
        Answer held = (request, to) -> {
            if (request.path().equals("/healthz")) {
                gate.await();
            }
            Answers.ok("unknown").give(request, to);
        };
        Origin unknown = scene.origin("unknown").answering(held);
        AtomicBoolean works = new AtomicBoolean(true);
        Origin known = checked("known", works);
        Proxy proxy = scene.proxyTo(HTTP + "pools.app.health { timeout = 1m, panic-threshold = 0% }\n", unknown, known);
        awaitCondition(proxy, known, Condition.UP);
        assertThat(answers(proxy, 5)).containsOnly("known");

        works.set(false);
        awaitCondition(proxy, known, Condition.DOWN);

        await().until(() -> pool(proxy).admission() == Admission.UNKNOWN_TOO);
        assertThat(answers(proxy, 3)).containsOnly("unknown");
    }

    @Test
    void aBackendThatBeginsDownGetsNothingBeforeItsFirstPass() {
        AtomicBoolean works = new AtomicBoolean(false);
        Gate gate = scene.gate();
        Answer held = (request, to) -> {
            gate.await();
            answer("late", works).give(request, to);
        };
        Origin late = scene.origin("late").answering(held);
        Proxy proxy = scene.proxyTo(
                HTTP + "pools.app { health { initial = down, timeout = 1m }, queue.timeout = 20ms }\n", late);
        assertThat(proxy.get("/")).hasStatus(503);

        works.set(true);
        gate.open();
        awaitCondition(proxy, late, Condition.UP);

        assertThat(proxy.get("/")).hasBody("late");
    }

    @Test
    void aBackendThatBeginsUpGetsRequestsAtOnce() {
        Gate gate = scene.gate();
        Answer held = (request, to) -> {
            if (request.path().equals("/healthz")) {
                gate.await();
            }
            Answers.ok("at once").give(request, to);
        };
        Origin origin = scene.origin().answering(held);
        Proxy proxy = scene.proxyTo(HTTP + "pools.app.health { initial = up, timeout = 1m }\n", origin);

        assertThat(proxy.get("/")).hasBody("at once");
    }

    @Test
    void ifTooManyFailTheirChecksAllAreUsed() {
        AtomicBoolean works = new AtomicBoolean(false);
        Origin one = checked("one", works);
        Origin two = checked("two", works);
        Origin three = checked("three", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(HTTP, one, two, three);
        awaitCondition(proxy, one, Condition.DOWN);
        awaitCondition(proxy, two, Condition.DOWN);
        awaitCondition(proxy, three, Condition.UP);

        await().until(() -> pool(proxy).admission() == Admission.ALL);
        assertThat(answers(proxy, 9)).contains("one", "two", "three");

        works.set(true);
        awaitCondition(proxy, one, Condition.UP);
        await().until(() -> pool(proxy).admission() == Admission.HEALTHY);
    }

    @Test
    void inPanicOneThatRefusesConnectionsIsStillLeftAlone() {
        AtomicBoolean works = new AtomicBoolean(false);
        Origin sick = checked("sick", works);
        Origin dead = checked("dead", works);
        Proxy proxy = scene.proxyTo(
                HTTP + "pools.app { policy = first, health.backoff { initial = 1m, max = 1m } }\n", dead, sick);
        awaitCondition(proxy, sick, Condition.DOWN);
        awaitCondition(proxy, dead, Condition.DOWN);
        await().until(() -> pool(proxy).admission() == Admission.ALL);
        dead.stop();

        assertThat(answers(proxy, 10)).containsOnly("sick");
        assertThat(backend(proxy, dead).counters().connectFailures()).isEqualTo(1);
    }

    @Test
    void aBackendThatIsAddedGetsNothingBeforeItsFirstPass() {
        Origin old = checked("old", new AtomicBoolean(true));
        AtomicBoolean works = new AtomicBoolean(false);
        Origin added = checked("added", works);
        Proxy proxy = scene.proxyTo(HTTP, old);
        awaitCondition(proxy, old, Condition.UP);

        apply(proxy, old, added);
        assertThat(answers(proxy, 5)).containsOnly("old");
        works.set(true);
        awaitCondition(proxy, added, Condition.UP);

        assertThat(answers(proxy, 4)).contains("old", "added");
    }

    @Test
    void aBackendThatIsRemovedIsAskedNoMore() {
        Origin stays = checked("stays", new AtomicBoolean(true));
        Origin leaves = checked("leaves", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(HTTP, stays, leaves);
        awaitCondition(proxy, leaves, Condition.UP);
        Backend removed = backend(proxy, leaves);

        apply(proxy, stays);
        await().until(() -> removed.healthDetails().watch() == null);
        long asked = checksOf(stays);
        await().until(() -> checksOf(stays) > asked + 5);
        long left = checksOf(leaves);
        await().until(() -> checksOf(stays) > asked + 15);

        assertThat(checksOf(leaves)).isEqualTo(left);
    }

    @Test
    void anEjectedBackendIsAskedAndComesBackOnceItsTimeIsOver() {
        Origin flaky = scene.origin("flaky");
        AtomicBoolean broken = new AtomicBoolean(true);
        flaky.answering((request, to) -> {
            boolean check = request.path().equals("/healthz");
            (check || !broken.get() ? Answers.ok("flaky") : Answers.closing()).give(request, to);
        });
        Origin well = checked("well", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(
                HTTP
                        + "pools.app { policy = first, health { initial = up, passive { consecutive-failures = 3, eject-time = 300ms } } }\n",
                flaky,
                well);
        await().until(() -> {
            proxy.get("/");
            return !backend(proxy, flaky).health().up();
        });
        assertThat(backend(proxy, flaky).health().status().reason()).startsWith("3 failures in a row");
        broken.set(false);

        awaitCondition(proxy, flaky, Condition.UP);

        assertThat(backend(proxy, flaky).counters().ejections()).isEqualTo(1);
        assertThat(proxy.get("/")).hasBody("flaky");
    }

    @Test
    void otherSettingsLeaveWhatIsKnownOfTheBackends() {
        AtomicBoolean works = new AtomicBoolean(false);
        Origin sick = checked("sick", works);
        Origin well = checked("well", new AtomicBoolean(true));
        Proxy proxy = scene.proxyTo(HTTP, sick, well);
        awaitCondition(proxy, sick, Condition.DOWN);
        awaitCondition(proxy, well, Condition.UP);
        var watch = backend(proxy, sick).healthDetails().watch();

        var was = pool(proxy).config().members().health();
        reconfigure(proxy, new HealthConfig(was.backoff(), was.checks(), was.passive(), 0.1, Duration.ofSeconds(1)));

        assertThat(answers(proxy, 5)).containsOnly("well");
        assertThat(backend(proxy, sick).healthDetails().watch()).isSameAs(watch);
        reconfigure(proxy, new HealthConfig(was.backoff(), null, was.passive(), 0.5, Duration.ZERO));
        awaitCondition(proxy, sick, Condition.UP);
        assertThat(backend(proxy, sick).healthDetails().watch()).isNull();
    }
}
