package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeastConnectionsTest {
    private final LeastConnections policy = new LeastConnections();

    @Test
    void picksTheOneWithTheFewestRequests() {
        List<Stub> stubs = Stub.equal(3);
        stubs.get(0).inFlight(2);
        stubs.get(1).inFlight(1);
        stubs.get(2).inFlight(3);

        assertThat(Picks.inTurn(policy.newPicker(stubs), 3)).isEqualTo("BBB");
    }

    @Test
    void rotatesAmongEqualOnes() {
        assertThat(Picks.inTurn(policy.newPicker(Stub.equal(3), 0), 7)).isEqualTo("ABCABCA");
    }

    @Test
    void beginsAtARandomPlaceAmongEqualOnes() {
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 1_000 && first.size() < 3; i++) {
            first.add(Picks.inTurn(policy.newPicker(Stub.equal(3)), 1));
        }

        assertThat(first).containsExactlyInAnyOrder("A", "B", "C");
    }

    @Test
    void loadsByWeight() {
        List<Stub> stubs = Stub.ofWeights(1, 2, 3);
        Picker<Stub> picker = policy.newPicker(stubs);
        for (int i = 0; i < 600; i++) {
            Picks.take(picker);
        }

        assertThat(stubs).extracting(Stub::inFlight).containsExactly(100, 200, 300);
    }

    @Test
    void hearsOfRequestsThatEnd() {
        List<Stub> stubs = Stub.equal(3);
        Picker<Stub> picker = policy.newPicker(stubs, 0);
        for (int i = 0; i < 9; i++) {
            Picks.take(picker);
        }
        Picks.giveBack(picker, stubs.get(1));

        assertThat(Picks.take(picker)).isSameAs(stubs.get(1));
    }

    @Test
    void passesOverTheFull() {
        List<Stub> stubs = Stub.equal(3);
        stubs.get(0).limit(1);
        Picker<Stub> picker = policy.newPicker(stubs, 0);
        for (int i = 0; i < 9; i++) {
            Picks.take(picker);
        }

        assertThat(stubs).extracting(Stub::inFlight).containsExactly(1, 4, 4);
    }

    @Test
    void tellsRatiosOfLargeWeightsApart() {
        Stub one = new Stub(0, 1000);
        Stub other = new Stub(1, 999);
        one.inFlight(1000);
        other.inFlight(999);
        assertThat(Loads.of(one)).isEqualTo(Loads.of(other));
        other.inFlight(998);
        assertThat(Loads.of(one)).isGreaterThan(Loads.of(other));
    }

    @Test
    void usesAnIdleOneBeforeABusyOneWhateverTheirWeights() {
        List<Stub> stubs = Stub.ofWeights(1000, 1);
        stubs.get(0).inFlight(1);

        assertThat(Picks.take(policy.newPicker(stubs))).isSameAs(stubs.get(1));
    }

    @Test
    void oneThatWasBusyForLongHasNoTurnsSavedUp() {
        List<Stub> stubs = Stub.equal(3);
        stubs.get(0).inFlight(5);
        Picker<Stub> picker = policy.newPicker(stubs, 0);
        Picks.inTurn(picker, 1_000);
        stubs.get(0).inFlight(0);
        picker.changed(stubs.get(0));

        for (int count : Picks.countsInTurn(picker, stubs, 9)) {
            assertThat(count).isBetween(2, 4);
        }
    }

    @Test
    void oneThatWasPickedOutOfTurnForLongHasItsNextTurnSoon() {
        List<Stub> stubs = Stub.equal(3);
        stubs.get(1).inFlight(5);
        stubs.get(2).inFlight(5);
        Picker<Stub> picker = policy.newPicker(stubs, 0);
        assertThat(Picks.inTurn(picker, 1_000)).isEqualTo("A".repeat(1_000));
        stubs.subList(1, 3).forEach(stub -> {
            stub.inFlight(0);
            picker.changed(stub);
        });

        assertThat(Picks.countsInTurn(picker, stubs, 9)).containsExactly(3, 3, 3);
    }

    @Test
    void aSmallWeightHasTurnsTooWhenItHadFewForAWhile() {
        List<Stub> stubs = Stub.equal(3);
        stubs.get(2).warmth(1);
        Picker<Stub> picker = policy.newPicker(stubs, 0);
        Picks.inTurn(picker, 100);
        stubs.get(2).warmth(10);
        picker.changed(stubs.get(2));

        assertThat(Picks.countsInTurn(picker, stubs, 30)[2]).isBetween(9, 11);
    }
}
