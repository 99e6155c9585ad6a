package dev.evenkeel.balancer.pool;

import static dev.evenkeel.balancer.pool.PoolRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.pool.PoolExplanation.Candidacy;
import dev.evenkeel.balancer.pool.PoolExplanation.Prospect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What an explanation says is what the next request then finds, whatever happened to the pool before. */
final class ExplanationPropertiesTest {
    private static final int MOST_BACKENDS = 5;
    private static final int STEPS = 60;
    private static final BackendConfig.State[] STATES = BackendConfig.State.values();

    @Property(tries = 150)
    void theNextRequestGetsWhomAnExplanationNames(@ForAll @IntRange(min = 0, max = 2) int policy, @ForAll long seed) {
        String[] predictable = {"round-robin", "least-connections", "first"};
        try (PoolRig rig = new PoolRig("policy = " + predictable[policy])) {
            new History(rig, seed).run((explanation, lease) -> {
                assertThat(lease == null ? null : lease.backend())
                        .isEqualTo(explanation.pick().backend());
            });
        }
    }

    @Property(tries = 50)
    void theNextRequestIsServedAtOnceIfAnExplanationSaysSo(@ForAll long seed) {
        try (PoolRig rig = new PoolRig("policy = random-two")) {
            new History(rig, seed)
                    .run((explanation, lease) -> assertThat(lease != null)
                            .isEqualTo(explanation.pick().prospect() == Prospect.NOW));
        }
    }

    @Property(tries = 50)
    void whoIsNotEligibleGetsARequestOnTrialOnly(@ForAll long seed) {
        try (PoolRig rig = new PoolRig("policy = round-robin")) {
            new History(rig, seed).run((explanation, lease) -> {
                List<Backend> eligible = explanation.candidates().stream()
                        .filter(Candidacy::eligible)
                        .map(Candidacy::backend)
                        .toList();
                assertThat(explanation.eligible()).isEqualTo(eligible.size());
                assertThat(lease == null || lease.onTrial() || eligible.contains(lease.backend()))
                        .isTrue();
                assertThat(lease != null || eligible.isEmpty()).isTrue();
            });
        }
    }

    private interface Comparison {
        void of(PoolExplanation explanation, @Nullable Lease lease);
    }

    /** Backends come, go, change, fail and recover; requests stay a while. */
    private static final class History {
        private final PoolRig rig;
        private final Random random;
        private final List<Lease> held = new ArrayList<>();

        History(PoolRig rig, long seed) {
            this.rig = rig;
            random = new Random(seed);
        }

        void run(Comparison comparison) {
            for (int step = 0; step < STEPS; step++) {
                disturb();
                boolean repeatable = random.nextBoolean();
                PoolExplanation explanation = rig.pool().explain(repeatable, MOST_BACKENDS);
                TestRequest request = rig.request();
                Lease lease = rig.pool().tryAcquire(repeatable ? request : request.unrepeatable());
                comparison.of(explanation, lease);
                if (lease != null) {
                    use(lease);
                }
            }
            held.forEach(Lease::close);
        }

        private void disturb() {
            switch (random.nextInt(6)) {
                case 0 -> rig.pool().apply(members());
                case 1 -> rig.pass(Duration.ofMillis(random.nextInt(8_000)));
                case 2, 3 -> {
                    if (!held.isEmpty()) {
                        held.remove(random.nextInt(held.size())).close();
                    }
                }
                default -> {}
            }
        }

        private List<BackendSpec> members() {
            List<BackendSpec> members = new ArrayList<>();
            for (int i = 0; i < MOST_BACKENDS; i++) {
                if (random.nextBoolean()) {
                    members.add(member(Character.toString('a' + i)));
                }
            }
            return members;
        }

        private BackendSpec member(String id) {
            BackendConfig.State state =
                    random.nextInt(4) > 0 ? BackendConfig.State.READY : STATES[random.nextInt(STATES.length)];
            return new BackendSpec(
                    id, address(id), random.nextInt(4), 1 + random.nextInt(3), random.nextInt(3) == 0, state);
        }

        private void use(Lease lease) {
            if (random.nextInt(4) == 0) {
                lease.connectFailed("connection refused");
                lease.close();
            } else if (random.nextBoolean()) {
                lease.responded(200);
                lease.close();
            } else {
                held.add(lease);
            }
        }
    }
}
