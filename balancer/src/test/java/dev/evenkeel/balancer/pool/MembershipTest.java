package dev.evenkeel.balancer.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.PolicyConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource("policies")
    void whateverComesAndGoesEachThatTakesRequestsGetsThem(String policy) {
        Random random = new Random(2);
        try (PoolRig rig = new PoolRig("policy = " + policy)) {
            List<BackendSpec> wanted = List.of();
            for (int step = 0; step < 2_000; step++) {
                wanted = next(wanted, step, random);
                rig.pool().apply(wanted);

                boolean regular = wanted.stream().anyMatch(spec -> !spec.backup() && isServing(spec));
                List<String> serving = wanted.stream()
                        .filter(spec -> isServing(spec) && spec.backup() != regular)
                        .map(BackendSpec::id)
                        .toList();
                assertThat(allTaken(rig)).as("step %d", step).containsExactlyInAnyOrderElementsOf(serving);
            }
        }
    }

    static List<String> policies() {
        return PolicyConfig.NAMES;
    }

    private static boolean isServing(BackendSpec spec) {
        return spec.weight() > 0 && spec.state() == BackendConfig.State.READY;
    }

    /** Each has room for one request. */
    private static List<String> allTaken(PoolRig rig) {
        var leases = new ArrayList<Lease>();
        Lease lease = rig.tryAcquire();
        while (lease != null) {
            leases.add(lease);
            lease = rig.tryAcquire();
        }
        List<String> ids = leases.stream().map(one -> one.backend().id()).toList();
        leases.forEach(Lease::close);
        return ids;
    }

    /** Mostly one more or one less, or one with other settings; now and then, in another order. */
    private static List<BackendSpec> next(List<BackendSpec> before, int step, Random random) {
        var next = new ArrayList<BackendSpec>(before);
        int kind = random.nextInt(20);
        if (kind == 0) {
            Collections.shuffle(next, random);
        } else if (kind < 8 && !next.isEmpty()) {
            next.remove(random.nextInt(next.size()));
        } else if (kind < 12 && !next.isEmpty()) {
            int place = random.nextInt(next.size());
            next.set(place, random(next.get(place).id(), random));
        } else {
            next.add(random("backend-" + step, random));
        }
        return next;
    }

    private static BackendSpec random(String id, Random random) {
        int port = 1 + Integer.parseInt(id.substring("backend-".length()));
        return new BackendSpec(
                id,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                random.nextInt(4),
                1,
                random.nextInt(3) == 0,
                random.nextInt(5) == 0 ? BackendConfig.State.DRAINING : BackendConfig.State.READY);
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
