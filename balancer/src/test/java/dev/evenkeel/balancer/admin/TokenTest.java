package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the admin API if it has a token. */
class TokenTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy() {
        return scene.proxyTo("admin { bind = \"127.0.0.1:0\", token = \"0123456789abcdef\" }", scene.origin("one"));
    }

    @Test
    void whoShowsTheTokenMayAsk() {
        assertThat(proxy().admin("GET", "/v1/pools", "", "Authorization: Bearer 0123456789abcdef"))
                .hasStatus(200);
    }

    @Test
    void theNameOfTheSchemeIsNotCaseSensitive() {
        assertThat(proxy().admin("GET", "/v1/pools", "", "Authorization: bearer 0123456789abcdef"))
                .hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Authorization: Bearer wrong",
                "Authorization: 0123456789abcdef",
                "Authorization: Bearer "
            })
    void othersMayNot(String field) {
        assertThat(proxy().admin("GET", "/v1/pools", "", field)).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz"})
    void whetherItLivesMayBeAskedByAnybody(String path) {
        assertThat(proxy().admin("GET", path, "")).hasStatus(200);
    }
}
