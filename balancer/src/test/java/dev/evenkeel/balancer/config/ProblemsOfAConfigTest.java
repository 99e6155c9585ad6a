package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a configuration that is not right. */
class ProblemsOfAConfigTest {

    private static final String GOOD = """
            listeners.web { bind = "127.0.0.1:8080", routes = [{ service = app }] }
            pools.app { backends = ["10.0.0.1:8000"] }
            """;

    @Test
    void allProblemsAreSaidAtOnceInTheOrderOfTheFile() {
        assertThat(problems("""
                        listeners.web {
                          bind = "127.0.0.1"
                          routes = [{ service = ap }]
                          timeouts.head = 10
                        }
                        pools.app {
                          polcy = round-robin
                          backends = [{ address = "10.0.0.1:8000", weight = -1 }]
                        }
                        """))
                .containsExactly(
                        "test:2: listeners.web.bind: \"127.0.0.1\""
                                + " (expected: host:port, [ipv6]:port or unix:/path; the port is missing)",
                        "test:3: listeners.web.routes[0].service: there is no service and no pool \"ap\"."
                                + " Did you mean \"app\"?",
                        "test:4: listeners.web.timeouts.head: 10 (expected: a time with its unit)."
                                + " Write 10s for seconds.",
                        "test:7: pools.app.polcy: unknown key. Did you mean \"policy\"?",
                        "test:8: pools.app.backends[0].weight: -1 (expected: 0 to 1000)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    colour = red                              | test:3: colour: unknown key
                    pools.app.queue.length = many             | test:3: pools.app.queue.length: many (expected: 0 to 1000000)
                    pools.app.queue = 5                       | test:3: pools.app.queue: 5 (expected: a block in braces)
                    pools.app.queue.length = [5]              | test:3: pools.app.queue.length: a list (expected: 0 to 1000000)
                    pools.app.queue.length = null             | test:3: pools.app.queue.length: null (expected: 0 to 1000000)
                    pools.app.queue.length = 1.5              | test:3: pools.app.queue.length: 1.5 (expected: a whole number, 0 to 1000000)
                    pools.app.keep-alive = maybe              | test:3: pools.app.keep-alive: maybe (expected: on or off)
                    pools.app.policy = least-conections       | Did you mean "least-connections"?
                    pools.app.policy { size = 3 }             | test:3: pools.app.policy.size: unknown key
                    pools.app.retry.budget.share = 120%       | test:3: pools.app.retry.budget.share: 120% (expected: 0% to 100%)
                    pools.app.retry.on-status = [200]         | test:3: pools.app.retry.on-status[0]: 200 (expected: 400 to 599
                    pools.app.buffers.high = 8k               | test:3: pools.app.buffers.high: low, 65536 bytes, is not below high
                    pools.app.health.backoff.max = 1ms        | test:3: pools.app.health.backoff.max: initial is longer than max
                    pools.app.health.tcp = maybe              | test:3: pools.app.health.tcp: maybe (expected: on or off)
                    pools.app.health { http {}, tcp = on }    | test:3: pools.app.health.tcp: there is a check by http already. Leave only one of the two.
                    pools.app.health.http.path = healthz      | test:3: pools.app.health.http.path: healthz (expected: a path that begins with a slash
                    pools.app.health.http.expect-status = []  | test:3: pools.app.health.http.expect-status: no status is expected. Name at least one.
                    pools.app.health.http.expect-status = 99  | test:3: pools.app.health.http.expect-status: 99 (expected: 200 to 599, or a range such as 200-399)
                    pools.app.health.http.headers.Host = a    | test:3: pools.app.health.http.headers.Host: can't be set here
                    pools.app.health.http.headers.connection = a | test:3: pools.app.health.http.headers.connection: can't be set here. The check sets it as it needs it; for Host there is host, for Connection keep-alive.
                    pools.app.health.http.headers.Content-Length = 5 | test:3: pools.app.health.http.headers.Content-Length: can't be set here
                    pools.app.health.http.headers.Transfer-Encoding = chunked | test:3: pools.app.health.http.headers.Transfer-Encoding: can't be set here
                    pools.app.health.http.method = CONNECT    | test:3: pools.app.health.http.method: CONNECT asks for a tunnel. Ask by GET.
                    pools.app.health.port = 81                | test:3: pools.app.health.port: there is no check. Add http {} or tcp = on, or leave it out.
                    pools.app.health.interval = 5s            | test:3: pools.app.health.interval: there is no check
                    pools.app.health.http { method = HEAD, expect-body = a } | test:3: pools.app.health.http.expect-body: a response to HEAD has no body
                    pools.app.health.initial = sick           | test:3: pools.app.health.initial: sick (expected: up, down, unknown)
                    pools.app.health.passive.eject-time = 1h  | test:3: pools.app.health.passive.eject-time: eject-time is longer than max-eject-time
                    pools.app.timeouts.connect = off          | test:3: pools.app.timeouts.connect: off (expected: 1ms to 1d)
                    pools."a b".backends = []                 | test:3: pools."a b": "a b" (expected: a name of
                    services.app.fixed {}                     | test:3: services.app: name used twice, here and for a pool
                    services.x {}                             | test:3: services.x: says not what it does
                    services.x { fixed {}, demo {} }          | test:3: services.x: does several things: fixed, demo
                    services.x.fixed { status = 204, body=x } | test:3: services.x.fixed.body: a response with status 204 has none
                    services.x.fixed.headers.Connection = a   | test:3: services.x.fixed.headers.Connection: can't be set here
                    services.x.redirect {}                    | test:3: services.x.redirect.to: missing. Set it to a URL.
                    services.x.redirect.to = "/{port}"        | (expected: {host}, {path}, {query})
                    services.x.redirect { to = a, status=300 }| test:3: services.x.redirect.status: 300 (expected: 301
                    admin.bind = "10.0.0.1:9090"              | (expected: a loopback address or a Unix-domain socket, or a token)
                    pools.b.backends = [{ address = "10.0.0.1:80", check-address = "agent:80" }] | (expected: an IP address or a Unix-domain socket). A host name is not looked up for checks.
                    pools.b.backends = [{ address = "10.0.0.1:80", check-address = "10.0.0.1:0" }] | check-address: "10.0.0.1:0" (expected: a port from 1 to 65535)
                    admin {}                                  | test:3: admin.bind: missing
                    access-log {}                             | test:3: access-log: neither file nor stdout is set
                    access-log { file = x, stdout = on }      | test:3: access-log: both file and stdout are set
                    access-log { file = "no/such/folder/x" }  | (expected: a file in a folder that exists)
                    runtime.transport = kqueue                | test:3: runtime.transport: kqueue (expected: auto, io_uring, epoll, nio)
                    listeners.b.routes = []                   | test:3: listeners.b.routes: [] (expected: at least one route)
                    listeners.b { bind = "unix:/x" }          | test:3: listeners.b.routes: missing
                    listeners.web.forwarded.trusted = "10.0.0.1/8" | as in 10.0.0.0/8
                    listeners.web.error-pages { 502 = "no" }  | test:3: listeners.web.error-pages.502: there is no file "no"
                    listeners.web.error-pages { 200 = "no" }  | test:3: listeners.web.error-pages.200: unknown key
                    listeners.web.limits.field = 64k          | test:3: listeners.web.limits.field: 65536 bytes, more than fields
                    listeners.web.limits { field = 1 }        | test:3: listeners.web.limits.field: 1 (expected: 256 to 1m)
                    """)
    void names(String line, String expected) {
        assertThat(problems(GOOD + line))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("test:3: ").contains(expected));
    }

    @Test
    void settingsOfAnAbsentCheckAreSaidOneByOne() {
        assertThat(problems(GOOD + "pools.app.health { initial = down, rise = 1, max-concurrent = 5 }"))
                .hasSize(3)
                .allMatch(problem -> problem.contains("there is no check"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http = off", "tcp = off"})
    void settingsOfACheckThatIsOffMayStay(String off) {
        assertThat(problems(GOOD + "pools.app.health { " + off + ", initial = down, port = 81 }"))
                .isEmpty();
    }

    @Test
    void anAddressThatIsTwiceInAPoolIsNamed() {
        assertThat(problems("""
                        listeners.web { bind = "127.0.0.1:8080", routes = [{ service = app }] }
                        pools.app.backends = [
                          "[::1]:80"
                          "10.0.0.1:80"
                          "[0:0::1]:80"
                        ]
                        """))
                .singleElement()
                .asString()
                .startsWith(
                        "test:5: pools.app.backends[2]: [::1]:80 is in this pool already, as pools.app.backends[0].");
    }

    @Test
    void twoListenersOnOneAddressAreNamed() {
        assertThat(problems(GOOD + """
                        listeners.api {
                          bind = ["127.0.0.1:80", "127.0.0.1:8080"]
                          routes = [{ service = app }]
                        }
                        """))
                .containsExactly("test:4: listeners.api.bind: 127.0.0.1:8080 is taken already, by listeners.web."
                        + " Choose another address.");
    }

    @Test
    void twoListenersMayBothTakeAnyFreePort() {
        assertThat(problems("""
                        listeners.a { bind = "127.0.0.1:0", routes = [{ service = app }] }
                        listeners.b { bind = "127.0.0.1:0", routes = [{ service = app }] }
                        pools.app.backends = []
                        """)).isEmpty();
    }

    @Test
    void aSyntaxErrorIsNamedWithItsLine() {
        assertThat(problems(GOOD + "pools { app {"))
                .singleElement()
                .asString()
                .startsWith("test:3: ")
                .doesNotContain("test: ");
    }

    @Test
    void everySubstitutionWithoutAValueIsNamed() {
        var remedy = " Set this environment variable or key.";
        assertThat(problems("""
                        listeners.web { bind = ${BIND}, routes = [{ service = ${SERVICE} }] }
                        pools.app {
                          backends = ${BACKENDS}
                          queue = ${QUEUE} { length = 5 }
                        }
                        """))
                .containsExactlyInAnyOrder(
                        "test:1: listeners.web.bind: ${BIND} has no value." + remedy,
                        "test:1: listeners.web.routes[0].service: ${SERVICE} has no value." + remedy,
                        "test:3: pools.app.backends: ${BACKENDS} has no value." + remedy,
                        "test:4: pools.app.queue: ${QUEUE} has no value." + remedy);
    }

    @Test
    void aBadValueFromTheEnvironmentIsNamedWithItsVariableAndTheLineOfItsKey() {
        assertThat(Parsed.problems(GOOD + "pools.app.queue {\n\n  length = ${?LENGTH}\n}", Map.of("LENGTH", "long")))
                .containsExactly("test:5: pools.app.queue.length: long (expected: 0 to 1000000)."
                        + " It comes from the environment variable LENGTH.");
    }

    @Test
    void anEmptyFileSaysWhatIsMissing() {
        assertThat(problems("")).containsExactly("test:1: listeners: missing (expected: at least one listener)");
    }

    private static List<String> problems(String text) {
        return Parsed.problems(text, Map.of());
    }
}
