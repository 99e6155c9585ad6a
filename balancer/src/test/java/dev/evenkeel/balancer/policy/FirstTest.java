package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FirstTest {
    private final List<Stub> stubs = Stub.equal(3);
    private final Picker<Stub> picker = new First().newPicker(stubs);

    @Test
    void staysWithTheFirst() {
        assertThat(Picks.inTurn(picker, 4)).isEqualTo("AAAA");
    }

    @Test
    void spillsOverWhenTheFirstIsFull() {
        stubs.forEach(stub -> stub.limit(2));

        assertThat(List.of(
                        Picks.take(picker),
                        Picks.take(picker),
                        Picks.take(picker),
                        Picks.take(picker),
                        Picks.take(picker)))
                .containsExactly(stubs.get(0), stubs.get(0), stubs.get(1), stubs.get(1), stubs.get(2));
    }

    @Test
    void returnsToTheFirstWhenItHasRoom() {
        stubs.get(0).limit(1);
        Stub first = Picks.take(picker);
        Picks.take(picker);
        Picks.giveBack(picker, first);

        assertThat(Picks.take(picker)).isSameAs(first);
    }

    @Test
    void whoJoinsStandsBehindTheOthersWhicheverPlaceItTakes() {
        List<Stub> four = Stub.equal(4);
        Roster<Stub> roster = new Roster<>(four.subList(0, 3));
        Picker<Stub> joinable = new First().newPicker(roster);
        joinable.changed(roster.remove(four.get(0)));
        joinable.joined(roster.add(four.get(3)));
        four.forEach(stub -> stub.limit(1));

        assertThat(List.of(Picks.take(joinable), Picks.take(joinable), Picks.take(joinable)))
                .containsExactly(four.get(1), four.get(2), four.get(3));
    }
}
