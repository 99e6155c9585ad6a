package dev.evenkeel.balancer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.pool.Pool;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
    private static final String TEXT = MetricsPage.contentType(null);

    private final Metrics metrics = new Metrics(1);
    private final Pool pool = new Pool(poolConfig());
    private final MetricsPage page = new MetricsPage(
            new DaemonInfo("1.2.3", "nio", List.of(Thread.currentThread().getId()), Instant.EPOCH),
            metrics,
            null,
            Map.<String, IntSupplier>of("web", () -> 7));
    private final ExchangeRig rig = new ExchangeRig(metrics.listener("web"));

    MetricsPageTest() {
        metrics.add(pool);
    }

    @AfterEach
    void close() {
        page.close();
    }

    private static PoolConfig poolConfig() {
        return ConfigLoader.parse("""
                        listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                        pools.app.backends = []
                        """, "test.conf")
                .orElseThrow()
                .pools()
                .values()
                .iterator()
                .next();
    }

    private static BackendSpec spec(String id, int port) {
        return new BackendSpec(
                id,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                1,
                Integer.MAX_VALUE,
                false,
                BackendConfig.State.READY);
    }

    /** An exchange that a backend answered after so many milliseconds. */
    private static void proxied(Exchange exchange, String backend, long millis) {
        exchange.routed("app");
        exchange.attempt(backend);
        exchange.timeline().record(Moment.LEASED, exchange.loop().now() - millis * 1_000_000);
        ExchangeRig.respond(exchange, 200, "");
    }

    /** The samples of the page by name and labels. */
    private Map<String, String> samples() {
        var samples = new LinkedHashMap<String, String>();
        for (String line : page.render(TEXT).lines().toList()) {
            if (!line.startsWith("#")) {
                int space = line.lastIndexOf(' ');
                assertThat(line.substring(0, space)).matches("[a-z0-9_]+(\\{([a-z_]+=\"[^\"]*\",?)+})?");
                assertThat(samples.put(line.substring(0, space), line.substring(space + 1)))
                        .as(line)
                        .isNull();
            }
        }
        return samples;
    }

    @Test
    void countsHowRequestsEnded() {
        rig.service(exchange -> proxied(exchange, "a", 1)).get("/", "");
        rig.get("/", "");
        rig.service(exchange -> exchange.fail(Outcome.NO_ROUTE, "none")).get("/", "");

        assertThat(samples())
                .contains(
                        entry(
                                "evenkeel_requests_total{listener=\"web\",outcome=\"completed\",service=\"app\",status=\"2xx\"}",
                                "2.0"),
                        entry(
                                "evenkeel_requests_total{listener=\"web\",outcome=\"no_route\",service=\"none\",status=\"4xx\"}",
                                "1.0"));
    }

    @Test
    void showsNoWayToEndThatDidNotHappen() {
        rig.get("/", "");

        assertThat(samples().keySet())
                .filteredOn(name -> name.startsWith("evenkeel_requests_total"))
                .hasSize(1);
    }

    @Test
    void countsOnFromPageToPage() {
        String completed =
                "evenkeel_requests_total{listener=\"web\",outcome=\"completed\",service=\"none\",status=\"2xx\"}";
        rig.get("/", "");
        assertThat(samples()).containsEntry(completed, "1.0");

        rig.get("/", "");
        assertThat(samples()).containsEntry(completed, "2.0");
    }

    @Test
    void countsTheBytesOfClients() {
        rig.get("/", "");

        assertThat(samples().keySet())
                .contains(
                        "evenkeel_client_received_bytes_total{listener=\"web\",service=\"none\"}",
                        "evenkeel_client_sent_bytes_total{listener=\"web\",service=\"none\"}");
    }

    @Test
    void sortsDurationsIntoCumulativeBuckets() {
        rig.service(exchange -> proxied(exchange, "a", 4)).get("/", "");
        rig.service(exchange -> proxied(exchange, "a", 40)).get("/", "");

        Map<String, String> samples = samples();
        assertThat(samples)
                .contains(
                        entry("evenkeel_pool_first_byte_seconds_bucket{pool=\"app\",le=\"0.0025\"}", "0"),
                        entry("evenkeel_pool_first_byte_seconds_bucket{pool=\"app\",le=\"0.005\"}", "1"),
                        entry("evenkeel_pool_first_byte_seconds_bucket{pool=\"app\",le=\"0.05\"}", "2"),
                        entry("evenkeel_pool_first_byte_seconds_bucket{pool=\"app\",le=\"+Inf\"}", "2"),
                        entry("evenkeel_pool_first_byte_seconds_count{pool=\"app\"}", "2"),
                        entry("evenkeel_request_duration_seconds_count{listener=\"web\"}", "2"));
        assertThat(Double.parseDouble(samples.get("evenkeel_pool_first_byte_seconds_sum{pool=\"app\"}")))
                .isBetween(0.044, 0.1);
    }

    @Test
    void doesNotTakeOurOwnAnswerForTheBackends() {
        rig.service(exchange -> {
            exchange.routed("app");
            exchange.attempt("a").failed("refused");
            exchange.timeline().record(Moment.LEASED, exchange.loop().now());
            exchange.fail(Outcome.CONNECT_FAILED, "refused");
        });
        rig.get("/", "");

        assertThat(samples()).containsEntry("evenkeel_pool_first_byte_seconds_count{pool=\"app\"}", "0");
    }

    @Test
    void showsTheBackendsThatAreThereAndForgetsTheOthers() {
        String a = "evenkeel_backend_requests_total{backend=\"a\",pool=\"app\"}";
        String b = "evenkeel_backend_requests_total{backend=\"b\",pool=\"app\"}";
        pool.apply(List.of(spec("a", 1), spec("b", 2)));
        assertThat(samples()).containsKeys(a, b).containsEntry("evenkeel_pool_backends{pool=\"app\"}", "2.0");

        pool.apply(List.of(spec("b", 2)));
        assertThat(samples()).doesNotContainKey(a).containsKey(b);

        pool.apply(List.of(spec("a", 1), spec("b", 2)));
        assertThat(samples()).containsKeys(a, b);
    }

    @Test
    void aPoolThatComesBackIsShownAndNotItsPredecessor() {
        String backends = "evenkeel_pool_backends{pool=\"app\"}";
        assertThat(samples()).containsEntry(backends, "0.0");

        metrics.remove(pool);
        assertThat(samples()).doesNotContainKey(backends);

        Pool next = new Pool(poolConfig());
        next.apply(List.of(spec("a", 1)));
        metrics.add(next);
        assertThat(samples()).containsEntry(backends, "1.0");
    }

    @Test
    void saysWhichBackendsAreUp() {
        pool.apply(List.of(spec("a", 1)));
        assertThat(samples()).containsEntry("evenkeel_backend_up{backend=\"a\",pool=\"app\"}", "1.0");

        pool.snapshot().backends().get(0).health().connectFailed("refused");
        assertThat(samples()).containsEntry("evenkeel_backend_up{backend=\"a\",pool=\"app\"}", "0.0");
    }

    @Test
    void showsConnectionsAndTheProcess() {
        assertThat(samples())
                .containsEntry("evenkeel_connections{listener=\"web\"}", "7.0")
                .containsEntry("evenkeel_event_loops", "1.0")
                .containsKeys(
                        "process_uptime_seconds",
                        "jvm_memory_used_bytes{area=\"heap\",id=\"" + heapPool() + "\"}",
                        "evenkeel_buffer_memory_bytes{area=\"direct\"}")
                .anySatisfy((name, value) -> assertThat(name)
                        .startsWith("evenkeel_info{")
                        .contains("version=\"1.2.3\"", "transport=\"nio\""));
    }

    private static String heapPool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(bean -> bean.getType() == MemoryType.HEAP)
                .findFirst()
                .orElseThrow()
                .getName();
    }

    @Test
    void speaksOpenMetricsToThoseWhoAskForIt() {
        String type = MetricsPage.contentType("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(type).startsWith("application/openmetrics-text");
        assertThat(page.render(type)).endsWith("# EOF\n");
        assertThat(TEXT).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void neverTurnsWhatAStrangerSendsIntoLabels() {
        rig.send("BREW /pot-7 HTTP/1.1\r\nHost: evil.example\r\n\r\n");

        assertThat(page.render(TEXT)).doesNotContain("BREW", "pot-7", "evil");
    }
}
