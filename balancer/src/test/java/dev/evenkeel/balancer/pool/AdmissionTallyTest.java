package dev.evenkeel.balancer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.health.Trust;
import dev.evenkeel.health.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTallyTest {
    private static final int BACKENDS = 6;

    private final Random random = new Random(5);

    /** The tally hears of one backend at a time; what it says is what a look at all of them says. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.5, 1})
    void saysWhatALookAtAllBackendsSaysThroughALongRandomHistory(double threshold) {
        try (PoolRig rig = new PoolRig("health { tcp = on, rise = 1, fall = 1, initial = unknown }")) {
            AdmissionTally tally = new AdmissionTally();
            List<Backend> here = List.of();
            for (int step = 0; step < 20_000; step++) {
                if (here.isEmpty() || random.nextInt(10) == 0) {
                    List<Backend> before = here;
                    rig.pool().apply(specs());
                    here = rig.pool().snapshot().backends();
                    before.stream().filter(Backend::retired).forEach(tally::forget);
                    here.forEach(tally::count);
                } else {
                    Backend backend = here.get(random.nextInt(here.size()));
                    happen(backend);
                    tally.count(backend);
                }
                assertThat(tally.result(threshold)).as("step %d", step).isEqualTo(expected(here, threshold));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAwaitedIsNeverAdmitted(Admission admission) {
        assertThat(admission.admits(Verdict.AWAITED)).isFalse();
        assertThat(admission.admits(Verdict.STILL_AWAITED)).isFalse();
    }

    private List<BackendSpec> specs() {
        var specs = new ArrayList<BackendSpec>();
        for (int i = 0; i < BACKENDS; i++) {
            if (random.nextInt(3) > 0) {
                String id = String.valueOf((char) ('a' + i));
                specs.add(new BackendSpec(
                        id,
                        PoolRig.address(id),
                        random.nextInt(4),
                        Integer.MAX_VALUE,
                        random.nextInt(4) == 0,
                        random.nextInt(5) == 0 ? BackendConfig.State.MAINTENANCE : BackendConfig.State.READY));
            }
        }
        return specs;
    }

    private void happen(Backend backend) {
        switch (random.nextInt(4)) {
            case 0 -> backend.health().connectFailed("refused");
            case 1 -> backend.health().checked(false, "no answer");
            default -> backend.health().checked(true, "200");
        }
    }

    private static Admission expected(List<Backend> backends, double threshold) {
        List<Backend> working = backends.stream()
                .filter(backend -> backend.state() != BackendState.MAINTENANCE)
                .toList();
        List<Backend> backups = working.stream().filter(Backend::backup).toList();
        List<Backend> regular =
                working.stream().filter(backend -> !backend.backup()).toList();
        boolean suffices = suffices(regular, threshold) || suffices(backups, threshold);
        boolean failed = weight(working, backend -> verdict(backend) == Verdict.FAILED) > 0;
        if (!suffices && failed && threshold > 0) {
            return Admission.ALL;
        }
        boolean up = working.stream()
                .anyMatch(backend -> isGood(backend)
                        && backend.weight() > 0
                        && backend.health().status().standing().trust() == Trust.FULL);
        return up ? Admission.HEALTHY : Admission.UNKNOWN_TOO;
    }

    private static boolean suffices(List<Backend> backends, double threshold) {
        long good = weight(backends, AdmissionTallyTest::isGood);
        long failed = weight(backends, backend -> verdict(backend) == Verdict.FAILED);
        return good > 0 && good >= threshold * (good + failed);
    }

    private static boolean isGood(Backend backend) {
        return verdict(backend) == Verdict.PASSED || verdict(backend) == Verdict.UNCHECKED;
    }

    private static Verdict verdict(Backend backend) {
        return backend.health().status().judgement().verdict();
    }

    private static long weight(List<Backend> backends, Predicate<Backend> counted) {
        return backends.stream().filter(counted).mapToLong(Backend::weight).sum();
    }
}
