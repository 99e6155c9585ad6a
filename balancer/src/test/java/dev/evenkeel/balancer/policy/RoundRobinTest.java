package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RoundRobinTest {
    private final RoundRobin policy = new RoundRobin();

    @Test
    void goesRoundAmongEquals() {
        assertThat(Picks.inTurn(policy.newPicker(Stub.equal(3), 0), 7)).isEqualTo("ABCABCA");
    }

    @Test
    void spreadsTheTurnsOfAHeavyCandidateOut() {
        assertThat(Picks.inTurn(policy.newPicker(Stub.ofWeights(5, 1, 1), 0), 14))
                .isEqualTo("ABAAACAABAAACA");
    }

    @Test
    void givesTurnsByWeight() {
        assertThat(Picks.countsInTurn(policy.newPicker(Stub.ofWeights(1, 2, 3), 0), Stub.ofWeights(1, 2, 3), 600))
                .containsExactly(100, 200, 300);
    }

    @Property(tries = 300)
    void staysCloseToTheWeightsAtAnyTime(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 1000) Integer> weights,
            @ForAll @IntRange(min = 0, max = 10_000) int start) {
        List<Stub> stubs = stubs(weights);
        Picker<Stub> picker = policy.newPicker(stubs, start * 1_000_000_000L);
        int total = weights.stream().mapToInt(weight -> weight).sum();
        int requests = 3 * total + total / 3;

        int[] counts = Picks.countsInTurn(picker, stubs, requests);

        for (int i = 0; i < counts.length; i++) {
            double fair = (double) requests * weights.get(i) / total;
            assertThat((double) counts[i]).isCloseTo(fair, within(1 + stubs.size() / 2.0));
        }
    }

    @Test
    void beginsAtARandomPlace() {
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 1_000 && first.size() < 3; i++) {
            first.add(Picks.inTurn(policy.newPicker(Stub.equal(3)), 1));
        }

        assertThat(first).containsExactlyInAnyOrder("A", "B", "C");
    }

    @Test
    void makesOneRoundOfRequestsFromTwoLoops() throws Exception {
        List<Stub> stubs = Stub.equal(3);
        Picker<Stub> picker = policy.newPicker(stubs);
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService other = Executors.newSingleThreadExecutor();
        StringBuilder picked = new StringBuilder();
        try {
            for (int i = 0; i < 6; i++) {
                picked.append(pickOn(i % 2 == 0 ? one : other, picker));
            }
        } finally {
            one.shutdownNow();
            other.shutdownNow();
        }

        assertThat(picked.substring(0, 3)).contains("A", "B", "C");
        assertThat(picked.substring(3)).isEqualTo(picked.substring(0, 3));
    }

    private static String pickOn(ExecutorService loop, Picker<Stub> picker)
            throws InterruptedException, ExecutionException {
        return loop.submit(() -> Picks.inTurn(picker, 1)).get();
    }

    @Test
    void keepsOneRoundWhileTwoThreadsPickAtOnce() throws Exception {
        List<Stub> stubs = Stub.equal(3);
        Picker<Stub> picker = policy.newPicker(stubs);
        AtomicIntegerArray counts = new AtomicIntegerArray(stubs.size());
        Rounds.run(
                2,
                30_000,
                (thread, random) -> {
                    for (int i = 0; i < 3; i++) {
                        Stub stub = Picks.take(picker);
                        counts.incrementAndGet(stub.number());
                        Picks.giveBack(picker, stub);
                    }
                },
                () -> assertThat(counts.get(0) - counts.get(1)).isBetween(-1, 1));

        assertThat(counts.get(1) - counts.get(2)).isBetween(-1, 1);
    }

    @Test
    void sharesTheTurnsOfAMissingCandidateAmongAll() {
        List<Stub> stubs = Stub.equal(10);
        Picker<Stub> picker = policy.newPicker(stubs);
        stubs.get(3).up(false);
        picker.changed(stubs.get(3));

        assertThat(Picks.countsInTurn(picker, stubs, 900))
                .containsExactly(100, 100, 100, 0, 100, 100, 100, 100, 100, 100);
    }

    @Test
    void doesNotMakeUpForMissedTurns() {
        List<Stub> stubs = Stub.equal(3);
        Picker<Stub> picker = policy.newPicker(stubs, 0);
        stubs.get(1).up(false);
        picker.changed(stubs.get(1));
        Picks.inTurn(picker, 1_000);
        stubs.get(1).up(true);
        picker.changed(stubs.get(1));

        assertThat(Picks.countsInTurn(picker, stubs, 300)[1]).isCloseTo(100, within(1));
    }

    @Test
    void keepsItsTurnWhenACandidateIsFullForAMoment() {
        List<Stub> stubs = Stub.equal(2);
        stubs.forEach(stub -> stub.limit(1));
        Picker<Stub> picker = policy.newPicker(stubs, 0);

        assertThat(Picks.inTurn(picker, 6)).isEqualTo("ABABAB");
    }

    @Test
    void givesNothingToWeightZero() {
        List<Stub> stubs = Stub.ofWeights(1, 0, 1);

        assertThat(Picks.countsInTurn(policy.newPicker(stubs), stubs, 100)).containsExactly(50, 0, 50);
    }

    @Test
    void goesOnAfterItsVirtualTimeHasWrapped() {
        List<Stub> stubs = Stub.ofWeights(1, 1, 2);
        Picker<Stub> picker = policy.newPicker(stubs, Long.MAX_VALUE - RoundRobin.ROUND);

        assertThat(Picks.countsInTurn(picker, stubs, 4_000)).containsExactly(1_000, 1_000, 2_000);
    }

    private static List<Stub> stubs(List<Integer> weights) {
        return Stub.ofWeights(weights.stream().mapToInt(weight -> weight).toArray());
    }
}
