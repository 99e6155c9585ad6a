package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.net.URLEncoder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the admin API says would become of a request. */
final class ExplainTest {
    private static final String ADMIN = "admin.bind = \"127.0.0.1:0\"\n";

    @RegisterExtension
    final Scene scene = new Scene();

    /** The answer to a call with these parameters: names and values in turn. */
    private static Response ask(Proxy proxy, String... parameters) {
        String query = IntStream.range(0, parameters.length / 2)
                .mapToObj(i -> parameters[2 * i] + "=" + encoded(parameters[2 * i + 1]))
                .collect(Collectors.joining("&"));
        return proxy.admin("/v1/explain?" + query);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    private static JsonNode explain(Proxy proxy, String... parameters) {
        Response response = ask(proxy, parameters);
        assertThat(response).hasStatus(200);
        return json(response);
    }

    private static JsonNode json(Response response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static void assertRefused(int status, String sentence, Response response) {
        assertThat(response).hasStatus(status).hasHeader("Content-Type", "application/problem+json");
        assertThat(json(response).path("detail").asText()).contains(sentence);
    }

    private static JsonNode candidate(JsonNode explanation, String id) {
        for (JsonNode candidate : explanation.at("/pool/candidates")) {
            if (candidate.path("id").asText().equals(id)) {
                return candidate;
            }
        }
        throw new AssertionError("no candidate " + id + " in " + explanation);
    }

    // Routes

    @Test
    void saysOfEachEarlierRouteWhyItDoesNotMatch() {
        Proxy proxy = scene.proxyTo(ADMIN + """
                listeners.web.routes = [
                  { host = [ "a.com", "*.b.com" ], service = app }
                  { path = "/api/", service = app }
                  { method = [ PUT, PURGE ], service = app }
                  { header { X-Beta = on }, service = app }
                  { service = app }
                  { path = "/late", service = app }
                ]
                """, scene.origin());

        JsonNode routes = explain(proxy, "url", "http://www.example.com/x", "header", "X-Beta: off")
                .path("routes");

        assertThat(routes)
                .extracting(route -> route.path("result").asText())
                .containsExactly("no-match", "no-match", "no-match", "no-match", "match", "not-tried");
        assertThat(routes.at("/0/misfit").toString())
                .isEqualTo("{\"condition\":\"host\",\"expected\":\"a.com or *.b.com\",\"found\":\"www.example.com\"}");
        assertThat(routes.at("/1/misfit").toString())
                .isEqualTo("{\"condition\":\"path\",\"expected\":\"/api/\",\"found\":\"/x\"}");
        assertThat(routes.at("/2/misfit").toString())
                .isEqualTo("{\"condition\":\"method\",\"expected\":\"PUT or PURGE\",\"found\":\"GET\"}");
        assertThat(routes.at("/3/misfit").toString())
                .isEqualTo("{\"condition\":\"header\",\"expected\":\"X-Beta: on\",\"found\":\"X-Beta: off\"}");
    }

    @Test
    void methodAndHeadersDecideAsTheyDoForARequest() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(ADMIN + """
                listeners.web.routes = [ { method = POST, header { X-A = "1 2" }, service = app } ]
                """, origin);

        JsonNode explanation = explain(proxy, "url", "/", "method", "POST", "header", "X-B: b", "header", "x-a: 1 2");

        assertThat(explanation.path("route").asInt()).isEqualTo(1);
        assertThat(proxy.post("/", "body", "x-a: 1 2")).hasStatus(200);
    }

    @Test
    void aHeaderOfAStrangerThatIsDroppedDoesNotMatch() {
        Proxy proxy = scene.proxyTo(ADMIN + """
                listeners.web {
                  routes = [ { header { X-Forwarded-Proto = https }, service = app } ]
                  forwarded.trusted = [ "10.0.0.0/8" ]
                }
                """, scene.origin());

        JsonNode stranger = explain(proxy, "url", "/", "header", "X-Forwarded-Proto: https", "client", "192.0.2.7");
        JsonNode trusted = explain(proxy, "url", "/", "header", "X-Forwarded-Proto: https", "client", "10.1.2.3");

        assertThat(stranger.path("route").isNull()).isTrue();
        assertThat(stranger.at("/routes/0/misfit/found").asText()).contains("it was dropped");
        assertThat(stranger.at("/request/dropped-headers/0").asText()).isEqualTo("X-Forwarded-Proto");
        assertThat(trusted.path("route").asInt()).isEqualTo(1);
    }

    @Test
    void withoutAMatchItSaysWhatIsAnswered() {
        Proxy proxy = scene.proxyTo(ADMIN + "listeners.web.routes = [ { path = /a, service = app } ]", scene.origin());

        JsonNode explanation = explain(proxy, "url", "/b");

        assertThat(explanation.path("service").isNull()).isTrue();
        assertThat(explanation.at("/answer/status").asInt())
                .isEqualTo(proxy.get("/b").status());
    }

    @Test
    void theListenerIsTheOneAtThePortOfTheUrlOrTheOneAskedFor() {
        Proxy proxy = scene.proxyTo(ADMIN + "listeners { web {}, other {} }", scene.origin());
        String other = proxy.address("other").toString().replaceAll(".*:", "");

        assertThat(explain(proxy, "url", "http://a.com:" + other + "/")
                        .at("/listener/name")
                        .asText())
                .isEqualTo("other");
        assertThat(explain(proxy, "url", "/", "listener", "web")
                        .at("/listener/name")
                        .asText())
                .isEqualTo("web");
        assertRefused(404, "Did you mean \"other\"?", ask(proxy, "url", "/", "listener", "othr"));
    }

    // Services that answer themselves

    @Test
    void aRedirectSaysWhereTo() {
        Proxy proxy = scene.proxy(ADMIN + "services.app.redirect.to = \"https://{host}{path}{query}\"");

        JsonNode explanation = explain(proxy, "url", "http://a.com/b?c=d");

        assertThat(explanation.at("/answer/status").asInt()).isEqualTo(308);
        assertThat(explanation.at("/answer/headers/Location").asText()).isEqualTo("https://a.com/b?c=d");
    }

    @Test
    void aFixedAnswerIsTold() {
        Proxy proxy = scene.proxy(ADMIN + "services.app.fixed { status = 503, body = sorry, headers { X-A = b } }");

        JsonNode explanation = explain(proxy, "url", "/");

        assertThat(explanation.at("/answer/status").asInt()).isEqualTo(503);
        assertThat(explanation.at("/answer/headers/X-A").asText()).isEqualTo("b");
        assertThat(explanation.at("/service/does").asText()).contains("5 bytes");
    }

    @Test
    void aDemoIsNotTakenDownByBeingAskedAbout() {
        Proxy proxy = scene.proxy(ADMIN + "services.app.demo {}");

        assertThat(explain(proxy, "url", "/down").at("/service/does").asText()).contains("goes down");
        assertThat(proxy.get("/")).hasStatus(200);
    }

    // Pools

    @Test
    void thePickIsTheNextOneAndIsStillTheNextAfterwards() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin("one"), scene.origin("two"), scene.origin("three"));
        for (int i = 0; i < 6; i++) {
            explain(proxy, "url", "/");
            JsonNode pick = explain(proxy, "url", "/").at("/pool/pick");
            String picked = pick.path("backend").asText();
            long before = requests(proxy, picked);

            proxy.get("/");

            assertThat(requests(proxy, picked)).isEqualTo(before + 1);
            assertThat(pick.path("why").asText()).contains("turn");
        }
        assertThat(proxy.daemon().pool("app").active()).isZero();
    }

    private static long requests(Proxy proxy, String backend) {
        return proxy.daemon().pool("app").snapshot().backends().stream()
                .filter(each -> each.id().equals(backend))
                .mapToLong(each -> each.counters().requests())
                .sum();
    }

    @Test
    void saysOfEachCandidateWhyItIsNotEligible() {
        Proxy proxy = scene.proxy(ADMIN + """
                pools.app {
                  backends = [
                    { name = good, address = "127.0.0.1:7001", weight = 3, max-connections = 9 }
                    { name = draining, address = "127.0.0.1:7002", state = draining }
                    { name = weightless, address = "127.0.0.1:7003", weight = 0 }
                    { name = spare, address = "127.0.0.1:7004", backup = on }
                  ]
                }
                """);

        JsonNode explanation = explain(proxy, "url", "/");

        assertThat(explanation.at("/pool/pick/backend").asText()).isEqualTo("good");
        JsonNode good = candidate(explanation, "good");
        assertThat(good.path("eligible").asBoolean()).isTrue();
        assertThat(good.path("effective-weight").asDouble()).isEqualTo(3);
        assertThat(good.path("max-connections").asInt()).isEqualTo(9);
        assertThat(good.at("/health/condition").asText()).isEqualTo("up");
        assertThat(candidate(explanation, "draining").path("why").asText()).isEqualTo("It is draining.");
        assertThat(candidate(explanation, "weightless").path("why").asText()).isEqualTo("Its weight is 0.");
        assertThat(candidate(explanation, "spare").path("why").asText())
                .isEqualTo("It is a backup, and a regular backend is up.");
        assertThat(candidate(explanation, "spare").path("tier").asText()).isEqualTo("backup");
        assertThat(explanation.at("/pool/eligible-total").asInt()).isEqualTo(1);
    }

    @Test
    void aBackendThatFailedIsLeftAloneForTheReasonThatIsTold() {
        Origin good = scene.origin();
        Proxy proxy = scene.proxy(ADMIN
                + "pools.app { policy = first, health.backoff { initial = 1h, max = 1h }, backends = [ { name = bad, address = "
                + scene.refusingAddress() + " }, " + good.address() + " ] }");
        proxy.get("/");

        JsonNode explanation = explain(proxy, "url", "/");

        assertThat(explanation.at("/pool/pick/backend").asText()).isEqualTo(good.endpoint());
        assertThat(candidate(explanation, "bad").path("eligible").asBoolean()).isFalse();
        assertThat(candidate(explanation, "bad").path("why").asText())
                .contains("backing off")
                .contains("refused");
    }

    @Test
    void aFullPoolLetsTheRequestWait() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering((request, with) -> {
            gate.await();
            with.respond(200, "");
        });
        Proxy proxy = scene.proxyTo(ADMIN + "pools.app.max-connections = 1", origin);
        proxy.client().sendGet("/");
        origin.awaitRequest(1);

        JsonNode explanation = explain(proxy, "url", "/");

        assertThat(explanation.at("/pool/pick/backend").isNull()).isTrue();
        assertThat(explanation.at("/pool/pick/prospect").asText()).isEqualTo("later");
        assertThat(explanation.at("/pool/pick/why").asText())
                .isEqualTo("It waits in the queue: every backend that is up is at its limit.");
        assertThat(candidate(explanation, origin.endpoint()).path("why").asText())
                .isEqualTo("It is at its limit: 1 requests of 1.");
    }

    @Test
    void aPoolWithoutBackendsServesNobody() {
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = []");

        assertThat(explain(proxy, "url", "/").at("/pool/pick/prospect").asText())
                .isEqualTo("none");
    }

    @Test
    void ofTenThousandBackendsSomeAreTold() {
        String backends = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"127." + (1 + i / 65_000) + "." + i / 250 % 250 + "." + (1 + i % 250) + ":7000\"")
                .collect(Collectors.joining(","));
        Proxy proxy = scene.proxy(ADMIN + "pools.app.backends = [" + backends + "]");

        JsonNode pool = explain(proxy, "url", "/").path("pool");

        assertThat(pool.path("backends-total").asInt()).isEqualTo(10_000);
        assertThat(pool.path("eligible-total").asInt()).isEqualTo(10_000);
        assertThat(pool.path("candidates").size()).isBetween(200, 201);
        assertThat(pool.path("candidates").toString())
                .contains(pool.at("/pick/backend").asText());
        assertThat(explain(proxy, "url", "/", "limit", "3")
                        .at("/pool/candidates")
                        .size())
                .isBetween(3, 4);
    }

    // Bad input

    @Test
    void badInputIsRefusedWithARemedy() {
        Proxy proxy = scene.proxyTo(ADMIN, scene.origin());

        assertRefused(400, "url is missing (expected: http://host/path", ask(proxy));
        assertRefused(400, "expected: http://host/path", ask(proxy, "url", "ftp://a.com/"));
        assertRefused(400, "%20", ask(proxy, "url", "/a b"));
        assertRefused(400, "percent-encoded", ask(proxy, "url", "/\u00e4"));
        assertRefused(400, "no request can have", ask(proxy, "url", "/\r\nX-A: b"));
        assertRefused(400, "Host", ask(proxy, "url", "http://a[b/"));
        assertRefused(400, "Did you mean \"GET\"?", ask(proxy, "url", "/", "method", "GTE"));
        assertRefused(400, "Did you mean \"GET\"?", ask(proxy, "url", "/", "method", "get"));
        assertRefused(400, "has a space in it", ask(proxy, "url", "/", "method", "GET /other"));
        assertRefused(400, "expected: Name: value", ask(proxy, "url", "/", "header", "no colon"));
        assertRefused(400, "no request can have", ask(proxy, "url", "/", "header", "X-A: b\nX-B: c"));
        assertRefused(400, "an IP address", ask(proxy, "url", "/", "client", "somebody"));
        assertRefused(400, "1 to 10000", ask(proxy, "url", "/", "limit", "0"));
        assertRefused(400, "%25", proxy.admin("/v1/explain?url=%zz"));
    }
}
