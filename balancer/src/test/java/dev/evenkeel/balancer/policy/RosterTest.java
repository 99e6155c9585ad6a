package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RosterTest {
    private final List<Stub> stubs = Stub.equal(5);
    private final Roster<Stub> roster = new Roster<>(stubs);

    @Test
    void hasRoomUpToTheNextPowerOfTwoAndNoMore() {
        assertThat(roster.capacity()).isEqualTo(8);
        for (int i = 5; i < 8; i++) {
            assertThat(roster.add(new Stub(i, 1))).isEqualTo(i);
        }
        assertThatThrownBy(() -> roster.add(new Stub(8, 1))).isInstanceOf(IllegalStateException.class);
        assertThat(roster.size()).isEqualTo(8);
    }

    @Test
    void thePlaceOfOneThatLeftIsTakenByTheNext() {
        assertThat(roster.remove(stubs.get(2))).isEqualTo(2);
        assertThat(roster.at(2)).isNull();
        assertThat(roster.placeOf(stubs.get(2))).isEqualTo(Roster.ABSENT);
        Stub next = new Stub(9, 1);

        assertThat(roster.add(next)).isEqualTo(2);
        assertThat(roster.at(2)).isSameAs(next);
        assertThat(roster.placeOf(next)).isEqualTo(2);
    }

    @Test
    void oneThatIsNotThereCannotLeave() {
        assertThat(roster.remove(new Stub(9, 1))).isEqualTo(Roster.ABSENT);
        assertThat(roster.size()).isEqualTo(5);
    }

    @Test
    void thereIsNobodyBehindTheEnd() {
        roster.remove(stubs.get(4));
        roster.remove(stubs.get(1));

        assertThat(roster.end()).isEqualTo(4);
    }
}
