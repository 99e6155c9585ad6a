package dev.evenkeel.balancer.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.discovery.BackendSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final String CONFIG = """
            listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
            pools.app { backends = [] }
            """;

    private final Pool pool = new Pool(requireNonNull(
            ConfigLoader.parse(CONFIG, "test.conf").orElseThrow().pools().get("app"), "app"));

    private static BackendSpec spec(String id, int port, int weight) {
        return new BackendSpec(
                id,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                weight,
                Integer.MAX_VALUE,
                false,
                BackendConfig.State.READY);
    }

    @Test
    void whateverComesAndGoesTheSameServerStaysTheSameBackendAndAllStandAsWanted() {
        Random random = new Random(1);
        List<Backend> before = List.of();
        for (int step = 0; step < 500; step++) {
            List<BackendSpec> wanted = wanted(random);
            pool.apply(wanted);
            List<Backend> after = pool.snapshot().backends();

            var first = new ArrayList<BackendSpec>();
            wanted.stream()
                    .filter(spec -> first.stream().noneMatch(one -> one.id().equals(spec.id())))
                    .forEach(first::add);
            assertThat(after).extracting(Backend::spec).containsExactlyElementsOf(first);
            for (Backend old : before) {
                boolean stays = first.stream()
                        .anyMatch(spec ->
                                spec.id().equals(old.id()) && spec.address().equals(old.address()));
                assertThat(after.contains(old)).as("step %d", step).isEqualTo(stays);
                assertThat(old.retired()).as("step %d", step).isEqualTo(!stays);
            }
            before = after;
        }
    }

    private static List<BackendSpec> wanted(Random random) {
        var wanted = new ArrayList<BackendSpec>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            int number = random.nextInt(4) == 0 ? random.nextInt(30) : i;
            wanted.add(spec("backend-" + number, random.nextInt(10) == 0 ? 2 : 1, 1 + random.nextInt(2)));
        }
        return wanted;
    }
}
