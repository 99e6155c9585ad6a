package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {

    private static final String PROXY = """
            listeners.web { bind = "127.0.0.1:8080", routes = [{ service = app }] }
            pools.app.backends = ["10.0.0.1:8000"]
            """;

    @Test
    void twoLinesAreEnoughForAProxy() {
        var config = Parsed.of(PROXY);

        assertThat(config.config().listeners()).containsOnlyKeys("web");
        assertThat(config.listener("web").bind()).containsExactly(Address.parse("127.0.0.1:8080"));
        assertThat(config.listener("web").routes().get(0).service()).isEqualTo("app");
        assertThat(config.pool("app").members().backends())
                .containsExactly(new BackendConfig(
                        Address.parse("10.0.0.1:8000"),
                        "10.0.0.1:8000",
                        1,
                        Integer.MAX_VALUE,
                        false,
                        BackendConfig.State.READY));
        assertThat(config.config().admin()).isNull();
        assertThat(config.config().log().access()).isNull();
    }

    @Test
    void keepAliveIsAWordOrABlockOnEachSide() {
        var config = Parsed.of("""
                listeners.web { bind = "unix:/a", keep-alive = off, routes = [{ service = app }] }
                listeners.api { bind = "unix:/b", keep-alive { max-requests = 5 }, routes = [{ service = app }] }
                pools.app { keep-alive = off, backends = [] }
                """);

        assertThat(config.listener("web").client().keepAlive().enabled()).isFalse();
        assertThat(config.listener("api").client().keepAlive())
                .isEqualTo(new ClientKeepAliveConfig(true, Duration.ofSeconds(60), 5));
        assertThat(config.pool("app").upstream().keepAlive().enabled()).isFalse();
    }

    @Test
    void aLimitThatIsOffIsZeroOrTheLargestNumber() {
        var config = Parsed.of(PROXY + """
                listeners.web.timeouts.head = off
                listeners.web.limits { body = infinite, connections = unlimited }
                """);

        var client = config.listener("web").client();
        assertThat(client.timeouts().head()).isZero();
        assertThat(client.limits().body()).isEqualTo(Long.MAX_VALUE);
        assertThat(client.limits().connections()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aRouteTakesOneConditionOrAList() {
        var route = Parsed.of("""
                        listeners.web.bind = "unix:/a"
                        listeners.web.routes = [{
                          host = ["A.com", "*.b.com"], path = "/api/", method = GET, header { X-Test = "1" }, service = app
                        }]
                        pools.app.backends = []
                        """).listener("web").routes().get(0);

        assertThat(route.hosts()).containsExactly(new HostPattern("a.com", false), new HostPattern(".b.com", true));
        assertThat(route.paths()).containsExactly(new PathPattern("/api/", true));
        assertThat(route.methods()).containsExactly("GET");
        assertThat(route.headers()).containsExactly(Map.entry("X-Test", "1"));
    }

    @Test
    void aBackendWithoutItsOwnLimitTakesThatOfThePool() {
        var backends = Parsed.of("""
                        listeners.web { bind = "unix:/a", routes = [{ service = app }] }
                        pools.app {
                          max-connections = 10
                          backends = ["10.0.0.1:80", { address = "b:80", max-connections = 5, name = b, backup = on }]
                        }
                        """).pool("app").members().backends();

        assertThat(backends).extracting(BackendConfig::maxConnections).containsExactly(10, 5);
        assertThat(backends.get(1))
                .isEqualTo(new BackendConfig(new Address.Host("b", 80), "b", 1, 5, true, BackendConfig.State.READY));
    }

    @Test
    void eachKindOfServiceIsDecoded() {
        var services = Parsed.of("""
                        listeners.web { bind = "unix:/a", routes = [{ service = a }] }
                        services {
                          a { redirect { to = "https://{host}{path}{query}", status = 301 } }
                          b { fixed { status = 503, body = "later", headers { Retry-After = 5 } } }
                          c { demo { delay = 20ms } }
                        }
                        """).config().services();

        assertThat(services.values())
                .containsExactly(
                        new ServiceConfig.Redirect("a", RedirectTarget.parse("https://{host}{path}{query}"), 301),
                        new ServiceConfig.Fixed(
                                "b", 503, "later", "text/plain; charset=utf-8", Map.of("Retry-After", "5")),
                        new ServiceConfig.Demo("c", "c", Duration.ofMillis(20), Duration.ofSeconds(10)));
    }

    @Test
    void listenersKeepTheOrderOfTheFile() {
        var config = Parsed.of("""
                pools.app.backends = []
                listeners {
                  zebra { bind = "unix:/z", routes = [{ service = app }] }
                  ape { bind = "unix:/a", routes = [{ service = app }] }
                }
                """);

        assertThat(config.config().listeners().keySet()).containsExactly("zebra", "ape");
    }

    @Test
    void statusesToRetryAreNumbersOrRanges() {
        var onStatus = Parsed.of(PROXY + "pools.app.retry.on-status = [429, \"502-504\"]")
                .pool("app")
                .retry()
                .onStatus();

        assertThat(List.of(428, 429, 500, 502, 503, 504, 505).stream().filter(onStatus::contains))
                .containsExactly(429, 502, 503, 504);
    }

    @Test
    void trustedPeersAreBlocksOfAddresses() throws Exception {
        var trusted = Parsed.of(PROXY + "listeners.web.forwarded.trusted = \"10.0.0.0/8\"")
                .listener("web")
                .forwarded()
                .trusted();

        assertThat(trusted).singleElement().satisfies(block -> {
            assertThat(block.contains(InetAddress.getByName("10.1.2.3"))).isTrue();
            assertThat(block.contains(InetAddress.getByName("11.1.2.3"))).isFalse();
        });
    }

    @Test
    void theEnvironmentGivesValuesOfEveryKind() {
        var environment = Map.of("PORT", "9000", "WEIGHT", "7", "ALIVE", "off");
        var text = """
                listeners.web {
                  bind = "127.0.0.1:8080"
                  bind = "127.0.0.1:"${?PORT}
                  keep-alive = ${ALIVE}
                  routes = [{ service = app }]
                }
                pools.app.backends = [{ address = "10.0.0.1:80", weight = ${?WEIGHT}, backup = ${?NOT_THERE} }]
                """.replaceFirst("bind = .*\\R", "");

        var config = Parsed.of(text, environment);

        assertThat(config.listener("web").bind()).hasToString("[127.0.0.1:9000]");
        assertThat(config.listener("web").client().keepAlive().enabled()).isFalse();
        assertThat(config.pool("app").members().backends().get(0).weight()).isEqualTo(7);
    }
}
