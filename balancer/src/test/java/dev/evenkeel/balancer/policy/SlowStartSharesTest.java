package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.balancer.config.PolicyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of four begins slowly, with a tenth of its weight: what each policy that goes by weight gives it, and the others. */
final class SlowStartSharesTest {
    private static final int ROUNDS = 1_000;

    /** Three of weight 10 and one of weight 1, in tenths. */
    private static final int PER_ROUND = 31;

    private final List<Stub> stubs = Stub.equal(4);
    private final Random random = new Random(7);

    private Picker<Stub> picker(String policy) {
        stubs.get(3).warmth(1);
        return Policies.policy(new PolicyConfig(policy)).newPicker(stubs);
    }

    private void assertEven(int[] counts, double share) {
        double each = (1 - share) / 3;
        double all = counts[0] + counts[1] + counts[2] + counts[3];
        for (int i = 0; i < 3; i++) {
            assertThat(counts[i] / all).as("share of the others").isCloseTo(each, within(0.02));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "random-two"})
    void oneRequestAfterTheOtherItGetsItsShare(String policy) {
        int[] counts = Picks.countsInTurn(picker(policy), stubs, ROUNDS * PER_ROUND);

        assertThat(counts[3]).isCloseTo(ROUNDS, within(ROUNDS / 5));
        assertEven(counts, 1.0 / PER_ROUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "random-two"})
    void withManyRequestsUnderWayItsLoadIsItsShare(String policy) {
        Picker<Stub> picker = picker(policy);
        int[] counts = runWithUnderWay(picker, 10 * PER_ROUND, 20_000);

        assertThat(stubs.get(3).inFlight()).isCloseTo(10, within(8));
        assertEven(counts, 1.0 / PER_ROUND);
    }

    /** With this few, a request for it is more than its share, and none would be less. */
    @ParameterizedTest
    @ValueSource(strings = {"least-connections"})
    void withAFewRequestsUnderWayItHasOneAtATime(String policy) {
        Picker<Stub> picker = picker(policy);
        for (int i = 0; i < 8; i++) {
            Picks.take(picker);
        }
        assertThat(stubs.get(3).inFlight()).isEqualTo(1);

        int[] counts = runWithUnderWay(picker, 0, 20_000);

        assertThat(stubs.get(3).inFlight()).isLessThanOrEqualTo(1);
        assertEven(counts, counts[3] / 20_000.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "random-two"})
    void itsShareGrowsWithItsWeight(String policy) {
        Picker<Stub> picker = picker(policy);
        int before = 0;
        for (int tenths : new int[] {1, 4, 7, 10}) {
            stubs.get(3).warmth(tenths);
            picker.changed(stubs.get(3));

            int[] counts = Picks.countsInTurn(picker, stubs, 10_000);

            double share = tenths / (30.0 + tenths);
            assertThat(counts[3] / 10_000.0).isCloseTo(share, within(0.02));
            assertEven(counts, share);
            assertThat(counts[3]).isGreaterThan(before);
            before = counts[3];
        }
    }

    /** Adds so many requests, then lets one at random end and another begin, and counts who gets those. */
    private int[] runWithUnderWay(Picker<Stub> picker, int more, int requests) {
        for (int i = 0; i < more; i++) {
            Picks.take(picker);
        }
        List<Stub> underWay = new ArrayList<>();
        stubs.forEach(stub -> {
            for (int i = 0; i < stub.inFlight(); i++) {
                underWay.add(stub);
            }
        });
        int[] counts = new int[stubs.size()];
        for (int i = 0; i < requests; i++) {
            int ending = random.nextInt(underWay.size());
            Picks.giveBack(picker, underWay.get(ending));
            Stub next = Picks.take(picker);
            underWay.set(ending, next);
            counts[next.number()]++;
        }
        return counts;
    }
}
