package dev.evenkeel.health.check;

import static dev.evenkeel.health.check.MonitorRig.SCHEDULE;
import static dev.evenkeel.health.check.MonitorRig.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.health.HealthState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HealthMonitorTest {
    private static final int NO_LIMIT = 1_000_000;

    private final MonitorRig rig = new MonitorRig(NO_LIMIT, 1);
    private final MonitorRig.ManualCheck check = rig.new ManualCheck();

    @Test
    void checksSoonAndThenAtTheInterval() {
        check.atOnce = true;
        HealthState state = rig.state();
        Watch watch = rig.monitor.watch(target(1), check, SCHEDULE, state);

        rig.pass(Duration.ofMillis(100));
        assertThat(check.begunAt).hasSize(1);
        assertThat(state.up()).isTrue();

        rig.pass(Duration.ofSeconds(200));
        assertThat(check.begunAt.size()).isBetween(95, 107);
        assertThat(gapsMillis().subList(1, 90))
                .allSatisfy(gap -> assertThat(gap).isBetween(1_759L, 2_202L));
        assertThat(watch.passes()).isEqualTo(check.begunAt.size());
    }

    @Test
    void checksFasterWhileTheStateIsInDoubt() {
        check.atOnce = true;
        HealthState state = rig.state();
        rig.monitor.watch(target(1), check, SCHEDULE, state);
        rig.pass(Duration.ofSeconds(10));
        check.passing = false;
        int before = check.begunAt.size();

        rig.pass(Duration.ofSeconds(4));

        assertThat(state.up()).isFalse();
        List<Long> gaps = gapsMillis().subList(before, before + 2);
        assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(439L, 552L));
    }

    @Test
    void usesNothingOfEarlierChecksWhileTheStateIsInDoubt() {
        check.atOnce = true;
        rig.monitor.watch(target(1), check, SCHEDULE, rig.state());
        rig.pass(Duration.ofSeconds(10));
        int before = check.begunAnew.size();
        assertThat(check.begunAnew.get(before - 1)).isFalse();
        check.passing = false;

        rig.pass(Duration.ofSeconds(4));

        assertThat(check.begunAnew.get(before)).isFalse();
        assertThat(check.begunAnew.subList(before + 1, before + 3)).containsOnly(true);
    }

    @Test
    void checksSoonAfterAUseHasFailed() {
        check.atOnce = true;
        HealthState state = rig.state();
        Watch watch = rig.monitor.watch(
                target(1),
                check,
                new CheckSchedule(Duration.ofMinutes(10), Duration.ofMillis(500), Duration.ofSeconds(1)),
                state);
        rig.pass(Duration.ofSeconds(1));
        int before = check.begunAt.size();

        state.connectFailed("connection refused");
        watch.hurry();
        rig.pass(Duration.ofSeconds(1));

        assertThat(check.begunAt.size()).isGreaterThan(before);
        assertThat(state.up()).isTrue();
    }

    /** After the first checks, which do not come at the interval. */
    private void checkAThousandForTwoSeconds() {
        check.atOnce = true;
        for (int port = 1; port <= 1_000; port++) {
            rig.monitor.watch(target(port), check, SCHEDULE, rig.state());
        }
        rig.pass(Duration.ofSeconds(4));
        check.begunAt.clear();

        rig.pass(Duration.ofSeconds(2));
    }

    @Test
    void neverChecksTwoTargetsInStep() {
        checkAThousandForTwoSeconds();

        Integer[] perTenth = new Integer[20];
        Arrays.fill(perTenth, 0);
        long end = rig.now();
        for (long at : check.begunAt) {
            perTenth[(int) Math.min(19, TimeUnit.NANOSECONDS.toMillis(end - at) / 100)]++;
        }
        assertThat(check.begunAt.size()).isBetween(950, 1_050);
        assertThat(perTenth).allSatisfy(count -> assertThat(count).isBetween(15, 95));
    }

    @Test
    void beginsChecksTogetherWhoseMomentsAreCloseToEachOther() {
        checkAThousandForTwoSeconds();

        assertThat(check.begunAt.stream().distinct().count()).isBetween(40L, 60L);
    }

    @Test
    void neverHasMoreChecksUnderWayThanAllowed() {
        MonitorRig bounded = new MonitorRig(3, 1);
        MonitorRig.ManualCheck slow = bounded.new ManualCheck();
        for (int port = 1; port <= 10; port++) {
            bounded.monitor.watch(target(port), slow, SCHEDULE, bounded.state());
        }
        bounded.pass(Duration.ofSeconds(1));
        assertThat(bounded.underWay).hasSize(3);
        assertThat(slow.begunAt).hasSize(3);

        bounded.underWay.get(0).end();

        assertThat(bounded.underWay).hasSize(3);
        assertThat(slow.begunAt).hasSize(4);
    }

    @Test
    void endsAThousandWaitingChecksThatFailAtOnce() {
        MonitorRig bounded = new MonitorRig(1, 1);
        MonitorRig.ManualCheck slow = bounded.new ManualCheck();
        MonitorRig.ManualCheck quick = bounded.new ManualCheck();
        quick.atOnce = true;
        bounded.monitor.watch(target(1), slow, SCHEDULE, bounded.state());
        bounded.pass(Duration.ofMillis(100));
        for (int port = 2; port <= 10_000; port++) {
            bounded.monitor.watch(target(port), quick, SCHEDULE, bounded.state());
        }
        bounded.pass(Duration.ofMillis(100));
        assertThat(quick.begunAt).isEmpty();

        bounded.underWay.get(0).end();

        assertThat(quick.begunAt).hasSize(9_999);
    }

    @Test
    void letsACheckThatTookLongerThanItsIntervalBeFollowedAtOnce() {
        rig.monitor.watch(target(1), check, SCHEDULE, rig.state());
        rig.pass(Duration.ofMillis(100));
        rig.pass(Duration.ofSeconds(10));
        assertThat(check.begunAt).hasSize(1);

        rig.underWay.get(0).end();
        rig.pass(Duration.ofMillis(2));

        assertThat(check.begunAt).hasSize(2);
    }

    @Test
    void checksNoMoreOnceStopped() {
        HealthState state = rig.state();
        Watch watch = rig.monitor.watch(target(1), check, SCHEDULE, state);
        rig.pass(Duration.ofMillis(100));

        watch.stop();
        rig.pass(Duration.ofSeconds(10));

        assertThat(check.cancelled).isEqualTo(1);
        assertThat(check.closed).isEqualTo(1);
        assertThat(check.begunAt).hasSize(1);
        assertThat(watch.last()).isNull();
    }

    @Test
    void givesTheRoomOfAStoppedCheckToTheNext() {
        MonitorRig bounded = new MonitorRig(1, 1);
        MonitorRig.ManualCheck slow = bounded.new ManualCheck();
        Watch first = bounded.monitor.watch(target(1), slow, SCHEDULE, bounded.state());
        bounded.pass(Duration.ofMillis(100));
        bounded.monitor.watch(target(2), slow, SCHEDULE, bounded.state());
        bounded.pass(Duration.ofMillis(100));

        first.stop();
        bounded.settle();

        assertThat(slow.begunAt).hasSize(2);
    }

    @Test
    void followsAnotherScheduleAtOnce() {
        check.atOnce = true;
        Watch watch = rig.monitor.watch(
                target(1),
                check,
                new CheckSchedule(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1)),
                rig.state());
        rig.pass(Duration.ofSeconds(1));

        watch.schedule(SCHEDULE);
        rig.pass(Duration.ofSeconds(3));

        assertThat(check.begunAt).hasSizeGreaterThanOrEqualTo(2);
    }

    private List<Long> gapsMillis() {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < check.begunAt.size(); i++) {
            gaps.add(TimeUnit.NANOSECONDS.toMillis(check.begunAt.get(i) - check.begunAt.get(i - 1)));
        }
        return gaps;
    }
}
