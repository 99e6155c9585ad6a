package dev.evenkeel.balancer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.loop.WheelRig.TestDeadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineWheelTest {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final WheelRig rig = new WheelRig();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16, 17, 18, 1000, 17_000, 17_500, 60_000, 3_600_000})
    void aDeadlineIsLookedAtWhenItsTimeHasCome(long millis) {
        TestDeadline deadline = rig.deadline();
        deadline.armIn(millis * MILLISECOND);
        long due = rig.now() + millis * MILLISECOND;

        rig.pass(Math.max(0, millis - 1) * MILLISECOND);
        assertThat(deadline.checks).isZero();
        rig.pass(MILLISECOND + WheelRig.LATENESS);

        assertThat(deadline.checks).isEqualTo(1);
        assertThat(deadline.checkedAt).isBetween(due, due + WheelRig.LATENESS);
    }

    @Test
    void oneThatIsDisarmedIsNotLookedAt() {
        TestDeadline deadline = rig.deadline();
        deadline.armIn(SECOND);
        rig.wheel.disarm(deadline);

        rig.pass(2 * SECOND);

        assertThat(deadline.checks).isZero();
    }

    @Test
    void disarmingTwiceOrUnarmedDoesNothing() {
        TestDeadline deadline = rig.deadline();
        rig.wheel.disarm(deadline);
        deadline.armIn(SECOND);
        rig.wheel.disarm(deadline);
        rig.wheel.disarm(deadline);
        deadline.armIn(SECOND);

        rig.pass(2 * SECOND);

        assertThat(deadline.checks).isEqualTo(1);
    }

    @Test
    void theEarlierOfTwoTimesCounts() {
        TestDeadline deadline = rig.deadline();
        deadline.armIn(10 * SECOND);
        deadline.armIn(SECOND);
        deadline.armIn(5 * SECOND);

        rig.pass(SECOND + WheelRig.LATENESS);

        assertThat(deadline.checks).isEqualTo(1);
    }

    @Test
    void theTimeThatACheckReturnsIsTheNext() {
        TestDeadline deadline = rig.deadline(now -> now + SECOND);
        deadline.armIn(SECOND);

        rig.pass(10 * SECOND + 10 * WheelRig.LATENESS);

        assertThat(deadline.checks).isBetween(9, 10);
    }

    @Test
    void aCheckMayArmItsOwnDeadlineToo() {
        TestDeadline[] self = new TestDeadline[1];
        TestDeadline deadline = rig.deadline(now -> {
            self[0].armIn(SECOND);
            return now + 10 * SECOND;
        });
        self[0] = deadline;
        deadline.armIn(SECOND);

        rig.pass(2 * SECOND + 2 * WheelRig.LATENESS);

        assertThat(deadline.checks).isEqualTo(2);
    }

    @Test
    void aCheckMayArmOthersThatAreOverdue() {
        TestDeadline other = rig.deadline();
        TestDeadline deadline = rig.deadline(now -> {
            rig.wheel.arm(other, now - SECOND);
            return Deadline.NEVER;
        });
        deadline.armIn(SECOND);

        rig.pass(SECOND + 2 * WheelRig.LATENESS);

        assertThat(other.checks).isEqualTo(1);
    }

    @Test
    void aCheckMayDisarmOthersThatAreDueAtTheSameTime() {
        List<TestDeadline> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(rig.deadline(now -> {
                all.forEach(rig.wheel::disarm);
                return Deadline.NEVER;
            }));
        }
        all.forEach(deadline -> deadline.armIn(SECOND));

        rig.pass(2 * SECOND);

        assertThat(all.stream().mapToInt(deadline -> deadline.checks).sum()).isEqualTo(1);
    }

    @Test
    void aCheckThatWantsToBeAskedAtOnceDoesNotStopTheLoop() {
        TestDeadline deadline = rig.deadline(now -> now);
        deadline.armIn(0);

        rig.pass(SECOND);

        assertThat(deadline.checks).isBetween(50, 60);
    }

    @Test
    void afterAPauseEverythingOverdueIsLookedAtAtOnce() {
        List<TestDeadline> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TestDeadline deadline = rig.deadline();
            deadline.armIn(i * SECOND);
            all.add(deadline);
        }

        rig.pause(200 * SECOND);

        assertThat(all).allMatch(deadline -> deadline.checks == 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 16, 18, 60, 86_400})
    void afterAPauseWhatIsArmedInAChecksComesInTime(long pause) {
        TestDeadline rearmed = rig.deadline(now -> now + SECOND);
        rearmed.armIn(SECOND / 2);
        TestDeadline waiting = rig.deadline();
        waiting.armIn((pause + 1) * SECOND);
        rig.pause(pause * SECOND);
        assertThat(rearmed.checks).isEqualTo(1);

        rig.pass(SECOND + WheelRig.LATENESS);

        assertThat(rearmed.checks).isEqualTo(2);
        assertThat(waiting.checks).isEqualTo(1);
    }

    @Test
    void oneThatIsArmedAfterALongSleepComesInTime() {
        TestDeadline far = rig.deadline();
        far.armIn(3600 * SECOND);
        rig.pass(16 * SECOND);
        TestDeadline near = rig.deadline();
        near.armIn(10 * SECOND);

        rig.pass(10 * SECOND + WheelRig.LATENESS);

        assertThat(near.checks).isEqualTo(1);
    }

    @Test
    void aCheckThatFailsDoesNotKeepOthersFromBeingLookedAt() {
        List<TestDeadline> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestDeadline failing = rig.deadline(now -> {
                throw new IllegalStateException("expected");
            });
            failing.armIn(SECOND);
            all.add(failing);
        }
        TestDeadline later = rig.deadline();
        later.armIn(2 * SECOND);
        all.add(later);

        rig.pass(3 * SECOND);

        assertThat(all).allMatch(deadline -> deadline.checks == 1);
    }

    @Test
    void aHundredThousandDeadlinesAreLookedAtOnceEach() {
        List<TestDeadline> all = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            TestDeadline deadline = rig.deadline();
            deadline.armIn((i % 60) * SECOND);
            all.add(deadline);
        }

        for (int i = 0; i < 610; i++) {
            rig.pause(100 * MILLISECOND);
        }

        assertThat(all).allMatch(deadline -> deadline.checks == 1);
    }

    @Test
    void theLoopSleepsWhileNothingIsArmed() {
        assertThat(rig.untilWake()).isEqualTo(-1);
        TestDeadline deadline = rig.deadline();
        deadline.armIn(SECOND);
        rig.pass(2 * SECOND);

        assertThat(rig.untilWake()).isEqualTo(-1);
    }

    @Test
    void theLoopSleepsUntilTheFirstDeadline() {
        rig.deadline().armIn(10 * SECOND);
        rig.deadline().armIn(5 * SECOND);

        assertThat(rig.untilWake()).isBetween(5 * SECOND, 5 * SECOND + WheelRig.LATENESS);
    }
}
