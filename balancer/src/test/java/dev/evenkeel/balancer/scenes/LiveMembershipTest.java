package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that come, change and go through the admin API while requests are served. */
class LiveMembershipTest {
    private static final String BACKENDS = "/v1/pools/app/backends";

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy(Origin... origins) {
        return scene.proxyTo("admin.bind = \"127.0.0.1:0\"", origins);
    }

    private static Response call(Proxy proxy, String method, String target, String body, String... fields) {
        return proxy.admin(method, target, body, fields);
    }

    private static Response add(Proxy proxy, Origin origin) {
        return call(proxy, "POST", BACKENDS, "{\"address\": \"" + origin.endpoint() + "\"}");
    }

    private static String path(Origin origin) {
        return BACKENDS + "/" + origin.endpoint();
    }

    @Nested
    class Adding {

        @Test
        void anAddedBackendGetsRequests() {
            Origin one = scene.origin("one");
            Origin two = scene.origin("two");
            Proxy proxy = proxy(one);

            Response added = add(proxy, two);

            assertThat(added).hasStatus(201).hasHeader("Location", path(two).replace(":", "%3A"));
            assertThat(proxy.get("/").body() + proxy.get("/").body())
                    .contains("one")
                    .contains("two");
        }

        @Test
        void theSameBackendIsNotAddedTwice() {
            Origin one = scene.origin("one");
            assertThat(add(proxy(one), one)).hasStatus(409);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"address\": \"nonsense:\"}                        | 422 | address",
                    "{\"weight\": 1}                                     | 422 | address: missing",
                    "{\"address\": \"127.0.0.1:9\", \"weight\": 1001}    | 422 | 1001 (expected: 0 to 1000)",
                    "{\"address\": \"127.0.0.1:9\", \"wieght\": 1}       | 422 | Did you mean \\\"weight\\\"?",
                    "{\"address\": [\"127.0.0.1:9\"]}                    | 422 | a list (expected: one value)",
                    "{\"address\": \"127.0.0.1:9\"                       | 400 | not JSON",
                    "{\"address\": \"127.0.0.1:9\", \"address\": \"b:1\"}| 400 | address: given twice",
                    "[]                                                  | 400 | no JSON object",
                })
        void aMistakeIsNamedAndChangesNothing(String body, int status, String sentence) {
            Proxy proxy = proxy(scene.origin("one"));

            Response response = call(proxy, "POST", BACKENDS, body);

            assertThat(response).hasStatus(status).hasHeader("Content-Type", "application/problem+json");
            assertThat(response.body()).contains(sentence);
            assertThat(proxy.daemon().pool("app").snapshot().backends()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/jsonx", "application/x-www-form-urlencoded"})
        void anotherTypeOfContentIsRefused(String type) {
            Proxy proxy = proxy(scene.origin("one"));
            assertThat(call(proxy, "POST", BACKENDS, "{\"address\": \"127.0.0.1:9\"}", "Content-Type: " + type))
                    .hasStatus(415);
            assertThat(proxy.daemon().pool("app").snapshot().backends()).hasSize(1);
        }

        @Test
        void theTypeMayHaveParametersAndCapitals() {
            Proxy proxy = proxy(scene.origin("one"));
            assertThat(call(
                            proxy,
                            "POST",
                            BACKENDS,
                            "{\"address\": \"127.0.0.1:9\"}",
                            "Content-Type: Application/JSON; charset=utf-8"))
                    .hasStatus(201);
        }

        @Test
        void aBodyThatIsTooLargeIsRefusedHoweverItIsFramed() {
            Proxy proxy = proxy(scene.origin("one"));
            String large = " ".repeat(70_000);
            RawClient client = scene.client(requireNonNull(proxy.daemon().adminAddress()));

            client.send("POST " + BACKENDS + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(large.length()) + "\r\n" + large);

            for (Response response : List.of(call(proxy, "POST", BACKENDS, large), client.readResponse())) {
                assertThat(response).hasStatus(413).hasHeader("Content-Type", "application/problem+json");
                assertThat(response.body()).contains("\"status\":413");
            }
        }

        @Test
        void aPoolThatIsNotThereIsNamedWithTheNearest() {
            Proxy proxy = proxy(scene.origin("one"));
            Response response = call(proxy, "POST", "/v1/pools/apq/backends", "{\"address\": \"127.0.0.1:9\"}");
            assertThat(response).hasStatus(404);
            assertThat(response.body()).contains("Did you mean \\\"app\\\"?");
        }
    }

    @Nested
    class Changing {

        @Test
        void aWeightOfZeroKeepsRequestsAway() {
            Origin one = scene.origin("one");
            Origin two = scene.origin("two");
            Proxy proxy = proxy(one, two);

            assertThat(call(proxy, "PATCH", path(two), "{\"weight\": 0}")).hasStatus(200);

            assertThat(proxy.get("/")).hasBody("one");
            assertThat(proxy.get("/")).hasBody("one");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"state\": \"draining\"}", "{\"state\": \"maintenance\"}", "{\"weight\": 0}"})
        void theAnswerWarnsWhenNoBackendIsLeftThatTakesRequests(String body) {
            Origin one = scene.origin("one");
            Origin two = scene.origin("two");
            Proxy proxy = proxy(one, two);

            assertThat(call(proxy, "PATCH", path(one), body).body()).doesNotContain("\"warning\"");
            assertThat(call(proxy, "PATCH", path(two), body).body())
                    .contains("\"warning\":\"Pool app has no backend left that takes requests.\"");
        }

        @Test
        void aDrainingBackendFinishesWhatItHasAndGetsNoMore() {
            Gate gate = scene.gate();
            Origin one = scene.origin("one");
            Origin two = scene.origin("two").answering(Answers.ok("late").after(gate));
            Proxy proxy = proxy(two);
            add(proxy, one);
            RawClient waiting = proxy.client().sendGet("/1");
            RawClient other = proxy.client().sendGet("/2");
            two.awaitRequest(1);

            assertThat(call(proxy, "PATCH", path(two), "{\"state\": \"draining\"}"))
                    .hasStatus(200);
            assertThat(proxy.get("/")).hasBody("one");
            assertThat(proxy.get("/")).hasBody("one");
            gate.open();

            assertThat(waiting.readResponse().body() + other.readResponse().body())
                    .contains("late");
            await().until(() -> proxy.admin("/v1/drains/drain-1").body().contains("\"finished\""));
        }

        @Test
        void aDrainingBackendKeepsNoIdleConnection() {
            Origin one = scene.origin("one");
            Origin two = scene.origin("two");
            Proxy proxy = proxy(one, two);
            proxy.get("/");
            proxy.get("/");

            call(proxy, "PATCH", path(two), "{\"state\": \"maintenance\"}");

            assertThat(two.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void aStaleViewChangesNothing() {
            Origin one = scene.origin("one");
            Proxy proxy = proxy(one);
            String seen = proxy.admin(path(one)).header("ETag");
            call(proxy, "PATCH", path(one), "{\"weight\": 2}");

            Response response = call(proxy, "PATCH", path(one), "{\"weight\": 3}", "If-Match: " + seen);

            assertThat(response)
                    .hasStatus(412)
                    .hasHeader("ETag", proxy.admin(path(one)).header("ETag"));
            assertThat(response.body()).contains("\"current\":{", "\"weight\":2");
            assertThat(proxy.admin(path(one)).body()).contains("\"weight\":2");
        }

        @Test
        void aFreshViewMayChangeIt() {
            Origin one = scene.origin("one");
            Proxy proxy = proxy(one);
            String seen = proxy.admin(path(one)).header("ETag");
            assertThat(call(proxy, "PATCH", path(one), "{\"weight\": 3}", "If-Match: " + seen))
                    .hasStatus(200);
        }

        @Test
        void keepAliveOfAPoolIsToggled() {
            Origin one = scene.origin("one");
            Proxy proxy = proxy(one);

            assertThat(call(proxy, "PATCH", "/v1/pools/app", "{\"keep-alive\": false}"))
                    .hasStatus(200);

            assertThat(proxy.get("/")).hasStatus(200);
            assertThat(one.awaitRequest(1)).hasHeader("Connection", "close");
        }

        @Test
        void keepAliveOfAListenerIsToggled() {
            Proxy proxy = proxy(scene.origin("one"));

            assertThat(call(proxy, "PATCH", "/v1/listeners/web", "{\"keep-alive\": false}"))
                    .hasStatus(200);

            assertThat(proxy.get("/")).hasHeader("Connection", "close");
        }

        @Test
        void thePolicyChangesAndBackendsStay() {
            Origin one = scene.origin("one");
            Proxy proxy = proxy(one, scene.origin("two"));
            var before = proxy.daemon().pool("app").snapshot().backends();

            assertThat(call(proxy, "PATCH", "/v1/pools/app", "{\"policy\": \"first\"}"))
                    .hasStatus(200);

            assertThat(proxy.get("/")).hasBody("one");
            assertThat(proxy.get("/")).hasBody("one");
            assertThat(proxy.daemon().pool("app").snapshot().backends()).isEqualTo(before);
        }
    }

    @Nested
    class Removing {

        @Test
        void aRemovedBackendGetsNoMoreRequests() {
            Origin one = scene.origin("one");
            Origin two = scene.origin("two");
            Proxy proxy = proxy(one, two);

            Response removed = call(proxy, "DELETE", path(two) + "?wait=true", "");

            assertThat(removed).hasStatus(200);
            assertThat(removed.body()).contains("\"finished\"").contains("\"cut\":0");
            assertThat(proxy.get("/")).hasBody("one");
            assertThat(proxy.get("/")).hasBody("one");
        }

        @Test
        void whatIsUnderWayFinishes() {
            Gate gate = scene.gate();
            Origin one = scene.origin("one").answering(Answers.ok("late").after(gate));
            Proxy proxy = proxy(one);
            RawClient waiting = proxy.client().sendGet("/");
            one.awaitRequest(1);

            Response removed = call(proxy, "DELETE", path(one), "");
            assertThat(removed).hasStatus(202).hasHeader("Location", "/v1/drains/drain-1");
            assertThat(removed.body()).contains("no backend left");
            gate.open();

            assertThat(waiting.readResponse()).hasBody("late");
            await().until(() -> proxy.admin("/v1/drains/drain-1").body().contains("\"finished\""));
            assertThat(one.awaitConnection(1).awaitEnding()).isEqualTo(Ending.END);
        }

        @Test
        void whatIsUnderWayAtTheDeadlineGoesElsewhereIfItMay() {
            Origin silent = scene.origin("silent").silent();
            Origin fine = scene.origin("fine");
            Proxy proxy = proxy(silent);
            RawClient waiting = proxy.client().sendGet("/");
            silent.awaitRequest(1);
            add(proxy, fine);

            Response removed = call(proxy, "DELETE", path(silent) + "?deadline=50ms&wait=true", "");

            assertThat(removed.body()).contains("\"state\":\"cut\"").contains("\"cut\":1");
            assertThat(waiting.readResponse()).hasBody("fine");
        }

        @Test
        void aBackendThatIsNotThereIsNamed() {
            Proxy proxy = proxy(scene.origin("one"));
            assertThat(call(proxy, "DELETE", BACKENDS + "/nobody", "")).hasStatus(404);
        }

        @Test
        void aRemovedBackendMayComeBack() {
            Origin one = scene.origin("one");
            Proxy proxy = proxy(one);
            call(proxy, "DELETE", path(one) + "?wait=true", "");

            assertThat(add(proxy, one)).hasStatus(201);

            assertThat(proxy.get("/")).hasBody("one");
            assertThat(proxy.admin("/v1/config/overlay").body()).contains("\"changes\":[]");
        }
    }
}
