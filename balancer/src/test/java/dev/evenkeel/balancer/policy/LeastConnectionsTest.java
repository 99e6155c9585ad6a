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
        one.inFlight(999);
        other.inFlight(998);
        assertThat(Loads.withOneMore(one)).isEqualTo(Loads.withOneMore(other));
        other.inFlight(997);
        assertThat(Loads.withOneMore(one)).isGreaterThan(Loads.withOneMore(other));
    }
}
