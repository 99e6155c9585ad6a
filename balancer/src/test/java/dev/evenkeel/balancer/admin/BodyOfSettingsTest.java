package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys and values in the body of a call that changes something. */
class BodyOfSettingsTest {
    private static final String CHECKED = "pools.app.health { http { path = /healthz }, interval = 20ms }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy() {
        return scene.proxyTo("admin.bind = \"127.0.0.1:0\"", scene.origin());
    }

    private Response patch(String body) {
        return proxy().admin("PATCH", "/v1/pools/app", body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "queue..x", "a\\\"b", "$x", "queue.$x", "[0]", "a b", " "})
    void aNameThatCannotBeAKeyIsAnUnknownKey(String key) {
        Response response = patch("{\"" + key + "\": \"1\"}");

        assertThat(response).hasStatus(422);
        assertThat(response.body()).contains("unknown key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X$A", "X+A", "X-A.B"})
    void aFieldMayHaveAnyNameThatHttpAllows(String name) {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo("admin.bind = \"127.0.0.1:0\"\n" + CHECKED, origin);

        assertThat(proxy.admin(
                        "PATCH",
                        "/v1/pools/app",
                        "{\"health\": {\"http\": {\"headers\": {\"" + name + "\": \"first\"}}}}"))
                .hasStatus(200);
        assertThat(proxy.admin("PATCH", "/v1/pools/app", "{\"health.http.headers." + name + "\": \"second\"}"))
                .hasStatus(200);

        await().until(() ->
                origin.requests().stream().anyMatch(request -> request.rawHead().contains(name + ": second\r\n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"quee\": {}}                    | quee: unknown key. Did you mean \\\"queue\\\"?",
                "{\"queue\": {\"timeot\": {}}}     | queue.timeot: unknown key. Did you mean \\\"timeout\\\"?",
                "{\"queue\": {\"timeout\": {}}}    | queue.timeout: {} (expected: 1ms to 1d)",
                "{\"queue\": {}}                   | queue: {} changes nothing",
                "{\"quee\": null}                  | quee: unknown key",
                "{\"quee\": [1]}                   | quee: unknown key",
            })
    void whatHoldsNoValueIsRefused(String body, String sentence) {
        Response response = patch(body);

        assertThat(response).hasStatus(422);
        assertThat(response.body()).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"backends\": \"127.0.0.1:1\"}",
                "{\"backends\": 5}",
                "{\"backends\": [\"127.0.0.1:1\"]}",
                "{\"backends\": {}}",
                "{\"backends\": {\"weight\": 2}}",
            })
    void backendsAreNotSetAsOneValue(String body) {
        Response response = patch(body);

        assertThat(response).hasStatus(422);
        assertThat(response.body())
                .contains("a list of blocks, not one value. Backends are added one by one: by evenkeel ctl add");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"routes\": \"app\"}", "{\"routes.service\": \"app\"}"})
    void routesAreNotSetAsOneValue(String body) {
        Response response = proxy().admin("PATCH", "/v1/listeners/web", body);

        assertThat(response).hasStatus(422);
        assertThat(response.body()).contains("a list of blocks, not one value. It is changed in the file.");
    }

    @Test
    void aBackendIsNotAddedWithABlockForAValue() {
        Proxy proxy = proxy();

        Response response =
                proxy.admin("POST", "/v1/pools/app/backends", "{\"address\": \"127.0.0.1:1\", \"weight\": {}}");

        assertThat(response).hasStatus(422);
        assertThat(response.body()).contains("weight: {} (expected: 0 to 1000)");
        assertThat(proxy.daemon().pool("app").snapshot().backends()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"queue\": {\"timeout\": \"1s\"}, \"queue.timeout\": \"3s\"}",
                "{\"keep-alive\": false, \"keep-alive.enabled\": true}",
                "{\"policy\": \"first\", \"policy\": \"random-two\"}",
                "{\"policy\": \"first\", \"policy\": {\"name\": \"random-two\"}}",
            })
    void aKeyIsGivenOnce(String body) {
        Response response = patch(body);

        assertThat(response).hasStatus(400);
        assertThat(response.body()).contains(": given twice. Leave only one.");
    }

    @Test
    void aKeyIsOneValueOrABlock() {
        Response response = patch("{\"queue\": \"x\", \"queue.timeout\": \"1s\"}");

        assertThat(response).hasStatus(400);
        assertThat(response.body()).contains("queue: given as one value and as a block, with queue.timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{}}}}}}}}} | 8 levels deep",
                "{\"queue.length\": NaN}                                            | not JSON, as line 1, column",
                "{\"queue.length\": 1} x                                            | not JSON, as line 1, column",
            })
    void whatIsNotJsonIsToldInOurWords(String body, String sentence) {
        Response response = patch(body);

        assertThat(response).hasStatus(400);
        assertThat(response.body()).contains(sentence).doesNotContain("Stream", "Feature", "token");
    }

    @Test
    void aNumberThatShouldBeWholeIsToldSo() {
        Response response = patch("{\"queue.length\": 1.5}");

        assertThat(response).hasStatus(422);
        assertThat(response.body()).contains("1.5 (expected: a whole number, 0 to 1000000)");
    }
}
