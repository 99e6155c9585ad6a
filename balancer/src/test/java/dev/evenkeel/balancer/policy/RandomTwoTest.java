package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RandomTwoTest {
    private final RandomTwo policy = new RandomTwo();

    @Test
    void takesTheLessLoadedOfTheTwo() {
        List<Stub> stubs = Stub.equal(2);
        stubs.get(0).inFlight(1);

        assertThat(Picks.inTurn(policy.newPicker(stubs), 20)).isEqualTo("B".repeat(20));
    }

    @Test
    void keepsLoadsClose() {
        List<Stub> stubs = Stub.equal(100);
        Picker<Stub> picker = policy.newPicker(stubs);
        for (int i = 0; i < 10_000; i++) {
            Picks.take(picker);
        }

        assertThat(stubs)
                .extracting(Stub::inFlight)
                .allSatisfy(load -> assertThat(load).isBetween(90, 110));
    }

    @Test
    void spreadsEvenlyAmongIdleEquals() {
        List<Stub> stubs = Stub.equal(5);

        int[] counts = Picks.countsInTurn(policy.newPicker(stubs), stubs, 50_000);

        for (int count : counts) {
            assertThat(count).isCloseTo(10_000, within(600));
        }
    }

    @Test
    void loadsByWeight() {
        List<Stub> stubs = Stub.ofWeights(1, 2, 3, 4);
        Picker<Stub> picker = policy.newPicker(stubs);
        for (int i = 0; i < 10_000; i++) {
            Picks.take(picker);
        }

        assertThat(stubs).allSatisfy(stub -> assertThat(stub.inFlight()).isCloseTo(1_000 * stub.weight(), within(40)));
    }

    @Test
    void findsTheOnlyEligibleAmongThousands() {
        List<Stub> stubs = Stub.equal(10_000);
        stubs.forEach(stub -> stub.up(stub.number() == 4_711));

        assertThat(policy.newPicker(stubs).pick(List.of())).isSameAs(stubs.get(4_711));
    }

    @Test
    void findsTheOnlyOneThatIsNotAvoided() {
        List<Stub> stubs = Stub.ofWeights(5, 1, 1000, 7);

        for (int i = 0; i < 100; i++) {
            assertThat(policy.newPicker(stubs).pick(List.of(stubs.get(2), stubs.get(0), stubs.get(3))))
                    .isSameAs(stubs.get(1));
        }
    }
}
