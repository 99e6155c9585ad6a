package dev.evenkeel.balancer.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.evenkeel.balancer.config.PolicyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every policy keeps to. */
final class PickerContractTest {
    static List<String> policies() {
        return PolicyConfig.NAMES;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksNobodyFromAnEmptyList(String policy) {
        assertThat(picker(policy, List.of()).pick(List.of())).isNull();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksNobodyIfNobodyIsEligible(String policy) {
        List<Stub> stubs = Stub.equal(5);
        stubs.forEach(stub -> stub.up(false));

        assertThat(picker(policy, stubs).pick(List.of())).isNull();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksTheOnlyCandidate(String policy) {
        List<Stub> stubs = Stub.equal(1);

        assertThat(Picks.inTurn(picker(policy, stubs), 3)).isEqualTo("AAA");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksNobodyIfAllAreAvoided(String policy) {
        List<Stub> stubs = Stub.equal(3);

        assertThat(picker(policy, stubs).pick(stubs)).isNull();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksEachThatIsNotAvoided(String policy) {
        List<Stub> stubs = Stub.equal(7);
        Picker<Stub> picker = picker(policy, stubs);
        List<Stub> avoided = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Stub picked = picker.pick(avoided);
            assertThat(picked).isNotNull().isNotIn(avoided);
            avoided.add(picked);
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void explainsOnlyEligibleOnes(String policy) {
        List<Stub> stubs = Stub.ofWeights(1, 3, 1, 0);
        stubs.get(0).up(false);
        stubs.get(2).limit(0);
        Picker<Stub> picker = picker(policy, stubs);

        assertThat(requireNonNull(picker.explain()).candidate()).isEqualTo(stubs.get(1));
        assertThat(requireNonNull(picker.explain()).why()).endsWith(".");
        stubs.get(1).up(false);
        picker.changed(stubs.get(1));
        assertThat(picker.explain()).isNull();
    }

    /** All but random-two, which draws anew. */
    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "first"})
    void explainsTheNextPickAndLeavesItAsItWas(String policy) {
        Random random = new Random(7);
        List<Stub> stubs = Stub.ofWeights(1, 5, 2, 1);
        Picker<Stub> picker = picker(policy, stubs);
        for (int i = 0; i < 1000; i++) {
            Stub explained = requireNonNull(picker.explain()).candidate();
            picker.explain();
            Stub picked = requireNonNull(picker.pick(List.of()));
            assertThat(picked).isEqualTo(explained);
            picked.inFlight(random.nextInt(5));
            picker.changed(picked);
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void takesNoNoteOfStrangers(String policy) {
        List<Stub> stubs = Stub.equal(2);
        Picker<Stub> picker = picker(policy, stubs);
        picker.changed(new Stub(9, 1));

        assertThat(picker.pick(List.of())).isIn(stubs);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksOnlyEligibleOnesThroughALongRandomHistory(String policy) {
        Random random = new Random(42);
        List<Stub> stubs = Stub.ofWeights(1, 0, 7, 3, 1, 1, 1000, 2, 1, 5, 1);
        stubs.forEach(stub -> stub.limit(1 + random.nextInt(4)));
        Picker<Stub> picker = picker(policy, stubs);
        List<Stub> underWay = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> pickAsModel(picker, stubs, underWay, avoidedOf(stubs, random));
                case 2, 3 -> {
                    if (!underWay.isEmpty()) {
                        Picks.giveBack(picker, underWay.remove(random.nextInt(underWay.size())));
                    }
                }
                default -> {
                    Stub stub = stubs.get(random.nextInt(stubs.size()));
                    stub.up(random.nextInt(3) > 0);
                    picker.changed(stub);
                }
            }
        }
    }

    private static List<Stub> avoidedOf(List<Stub> stubs, Random random) {
        List<Stub> avoided = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            avoided.add(stubs.get(random.nextInt(stubs.size())));
        }
        return avoided;
    }

    private static void pickAsModel(Picker<Stub> picker, List<Stub> stubs, List<Stub> underWay, List<Stub> avoided) {
        Stub picked = picker.pick(avoided);
        List<Stub> allowed = stubs.stream()
                .filter(Candidate::eligible)
                .filter(stub -> !avoided.contains(stub))
                .toList();
        if (picked == null) {
            assertThat(allowed).isEmpty();
            return;
        }
        assertThat(picked).isIn(allowed);
        assertThat(picked.tryTake()).isTrue();
        picker.changed(picked);
        underWay.add(picked);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void losesNobodyWhileManyThreadsPickTakeAndGiveBack(String policy) throws Exception {
        List<Stub> stubs = Stub.ofWeights(1, 3, 1, 2, 1);
        stubs.forEach(stub -> stub.limit(1));
        Picker<Stub> picker = picker(policy, stubs);
        Set<Stub> inUse = ConcurrentHashMap.newKeySet();
        Rounds.run(
                2,
                30_000,
                (thread, random) -> {
                    for (int i = 0; i < 5; i++) {
                        useOnce(picker, inUse);
                    }
                },
                () -> {
                    assertThat(everybodyTaken(picker)).containsExactlyInAnyOrderElementsOf(stubs);
                    stubs.forEach(stub -> Picks.giveBack(picker, stub));
                });
    }

    private static void useOnce(Picker<Stub> picker, Set<Stub> inUse) {
        Stub stub = picker.pick(List.of());
        if (stub == null) {
            return;
        }
        boolean taken = stub.tryTake();
        picker.changed(stub);
        if (!taken) {
            return;
        }
        assertThat(inUse.add(stub))
                .as("%s is taken by one thread at a time", stub)
                .isTrue();
        inUse.remove(stub);
        Picks.giveBack(picker, stub);
    }

    /** Takes until nobody is left: what is in the picker then has been seen by all. */
    private static List<Stub> everybodyTaken(Picker<Stub> picker) {
        List<Stub> taken = new ArrayList<>();
        Stub stub = picker.pick(List.of());
        while (stub != null) {
            assertThat(stub.tryTake()).as("%s is eligible", stub).isTrue();
            picker.changed(stub);
            taken.add(stub);
            stub = picker.pick(List.of());
        }
        return taken;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void picksThoseThatJoinedAndNobodyWhoLeftThroughALongRandomHistory(String policy) {
        Random random = new Random(11);
        List<Stub> here = new ArrayList<>(Stub.ofWeights(1, 3, 1));
        Roster<Stub> roster = new Roster<>(here);
        Picker<Stub> picker = Policies.policy(new PolicyConfig(policy)).newPicker(roster);
        List<Stub> underWay = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int step = random.nextInt(10);
            if (step == 0 && here.size() < roster.capacity()) {
                Stub stub = new Stub(i % 60, random.nextInt(4)).limit(1 + random.nextInt(3));
                here.add(stub);
                picker.joined(roster.add(stub));
            } else if (step == 1 && !here.isEmpty()) {
                Stub stub = here.remove(random.nextInt(here.size()));
                picker.changed(roster.remove(stub));
            } else if (step < 6) {
                pickAsModel(picker, here, underWay, here.isEmpty() ? List.of() : avoidedOf(here, random));
            } else if (!underWay.isEmpty()) {
                Picks.giveBack(picker, underWay.remove(random.nextInt(underWay.size())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void losesNobodyWhileOthersComeAndGoAtTheSamePlaces(String policy) throws Exception {
        List<Stub> stay = Stub.ofWeights(1, 3, 1);
        stay.forEach(stub -> stub.limit(1));
        Roster<Stub> roster = new Roster<>(stay);
        Picker<Stub> picker = Policies.policy(new PolicyConfig(policy)).newPicker(roster);
        Set<Stub> inUse = ConcurrentHashMap.newKeySet();
        Stub[] guest = {new Stub(9, 2).limit(1)};
        picker.joined(roster.add(guest[0]));
        Rounds.run(
                3,
                20_000,
                (thread, random) -> {
                    if (thread == 0) {
                        picker.changed(roster.remove(guest[0]));
                        guest[0] = new Stub(9, 1 + random.nextInt(3)).limit(1);
                        picker.joined(roster.add(guest[0]));
                    } else {
                        useOnce(picker, inUse);
                        useOnce(picker, inUse);
                    }
                },
                () -> {
                    List<Stub> all = new ArrayList<>(stay);
                    all.add(guest[0]);
                    assertThat(everybodyTaken(picker)).containsExactlyInAnyOrderElementsOf(all);
                    all.forEach(stub -> Picks.giveBack(picker, stub));
                });
    }

    /** All but first, which has an order, and takes whom comes last only for what the others have no room for. */
    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "random-two"})
    void thoseThatJoinGetTheShareOfTheirWeight(String policy) {
        List<Stub> stubs = Stub.ofWeights(1, 1, 2, 1, 3, 1, 1);
        Roster<Stub> roster = new Roster<>(stubs.subList(0, 5));
        Picker<Stub> picker = Policies.policy(new PolicyConfig(policy)).newPicker(roster);
        Picks.inTurn(picker, 1_000);
        for (Stub stub : stubs.subList(5, 7)) {
            picker.joined(roster.add(stub));
        }
        int[] counts = Picks.countsInTurn(picker, stubs, 20_000);

        for (Stub stub : stubs) {
            assertThat((double) counts[stub.number()])
                    .as("%s", stub)
                    .isCloseTo(2_000.0 * stub.weight(), withinPercentage(policy.equals("random-two") ? 15 : 1));
        }
    }

    private static Picker<Stub> picker(String policy, List<Stub> stubs) {
        return Policies.policy(new PolicyConfig(policy)).newPicker(stubs);
    }
}
