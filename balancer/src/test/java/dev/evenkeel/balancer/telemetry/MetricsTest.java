package dev.evenkeel.balancer.telemetry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.pool.Pool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private final Metrics metrics = new Metrics(1);
    private final ExchangeRig rig = new ExchangeRig(metrics.listener("web"));
    private final Pool pool = new Pool(ConfigLoader.parse("""
                    listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                    pools.app.backends = []
                    """, "test.conf")
            .orElseThrow()
            .pools()
            .values()
            .iterator()
            .next());

    MetricsTest() {
        metrics.add(pool);
    }

    private void answeredBy(String backend) {
        rig.service(exchange -> {
            exchange.routed("app");
            exchange.attempt(backend);
            exchange.timeline().record(Moment.LEASED, exchange.loop().now());
            ExchangeRig.respond(exchange, 200, "");
        });
        rig.get("/", "");
    }

    private static BackendSpec spec(String id) {
        return new BackendSpec(
                id,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                1,
                Integer.MAX_VALUE,
                false,
                BackendConfig.State.READY);
    }

    @Test
    void addsUpRequestsByOutcome() {
        rig.get("/", "");
        rig.get("/", "");
        rig.service(exchange -> exchange.fail(Outcome.QUEUE_FULL, "full")).get("/", "");

        assertThat(metrics.requests()).isEqualTo(Map.of(Outcome.COMPLETED, 2L, Outcome.QUEUE_FULL, 1L));
    }

    @Test
    void knowsHowFastEachBackendWasLately() {
        pool.apply(List.of(spec("a")));
        answeredBy("a");

        assertThat(requireNonNull(metrics.recentFirstByte(pool, "a")).count()).isEqualTo(1);
        assertThat(requireNonNull(metrics.recentFirstByte(pool)).count()).isEqualTo(1);
        assertThat(metrics.recentFirstByte(pool, "b")).isNull();

        metrics.turn();
        metrics.turn();
        assertThat(requireNonNull(metrics.recentFirstByte(pool, "a")).count()).isZero();
    }

    @Test
    void forgetsBackendsThatLeftThePool() {
        pool.apply(List.of(spec("a")));
        answeredBy("a");

        pool.apply(List.of());
        metrics.turn();

        assertThat(metrics.recentFirstByte(pool, "a")).isNull();
    }

    @Test
    void holdsLittleThoughBackendsComeAndGoAndNobodyLooks() {
        for (int i = 0; i < 1000; i++) {
            answeredBy("gone-" + i);
        }

        long held = IntStream.range(0, 1000)
                .filter(i -> metrics.recentFirstByte(pool, "gone-" + i) != null)
                .count();
        assertThat(held).isLessThan(100);
    }
}
