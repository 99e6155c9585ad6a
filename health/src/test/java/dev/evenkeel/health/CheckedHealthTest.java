package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What checks make of a target, and how they and its uses go together. */
final class CheckedHealthTest {
    private static final HealthRules RULES = new HealthRules(
            2,
            3,
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)),
            5,
            new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5)));

    private final AtomicLong clock = new AtomicLong(1_000);
    private final List<Condition> heard = new ArrayList<>();
    private final EjectionLimit limit = new EjectionLimit(() -> 2, 0.5);

    private HealthState state(Verdict initial) {
        return new HealthState(RULES, initial, limit, clock::get, () -> 0.5, (was, is) -> heard.add(is.condition()));
    }

    @Test
    void isDownOnlyAfterAsManyFailuresInARow() {
        HealthState state = state(Verdict.UNCHECKED);
        fail(state, 2);
        state.checked(true, "status 200");
        fail(state, 2);
        assertThat(state.up()).isTrue();

        fail(state, 1);

        assertThat(state.status().condition()).isEqualTo(Condition.DOWN);
        assertThat(state.status().reason()).isEqualTo("status 503");
    }

    @Test
    void isUpAgainOnlyAfterAsManyPassesInARow() {
        HealthState state = state(Verdict.UNCHECKED);
        fail(state, 3);
        state.checked(true, "status 200");
        fail(state, 1);
        state.checked(true, "status 200");
        assertThat(state.up()).isFalse();

        state.checked(true, "status 200");

        assertThat(state.up()).isTrue();
    }

    @Test
    void isDecidedByItsFirstCheckIfNothingIsKnown() {
        HealthState passing = state(Verdict.UNKNOWN);
        HealthState failing = state(Verdict.UNKNOWN);
        assertThat(passing.status().condition()).isEqualTo(Condition.UNKNOWN);

        passing.checked(true, "status 200");
        fail(failing, 1);

        assertThat(passing.up()).isTrue();
        assertThat(failing.status().condition()).isEqualTo(Condition.DOWN);
    }

    @Test
    void comesUpWithItsFirstPassIfThatIsAwaited() {
        HealthState state = state(Verdict.AWAITED);
        assertThat(state.status().condition()).isEqualTo(Condition.DOWN);

        state.checked(true, "status 200");

        assertThat(state.up()).isTrue();
    }

    @Test
    void staysAwaitedHoweverManyChecksFail() {
        HealthState state = state(Verdict.AWAITED);
        fail(state, 5);
        state.checked(true, "status 200");

        assertThat(state.status().judgement().verdict()).isEqualTo(Verdict.STILL_AWAITED);
        state.checked(true, "status 200");
        assertThat(state.up()).isTrue();
    }

    @Test
    void saysWhyItsFirstCheckFailedAndSaysItOnce() {
        HealthState state = state(Verdict.AWAITED);

        fail(state, 5);

        assertThat(heard).containsExactly(Condition.DOWN);
        assertThat(state.status().reason()).isEqualTo("status 503");
        assertThat(state.status().transitions())
                .containsExactly(new Transition(Condition.DOWN, Condition.DOWN, "status 503", clock.get()));
    }

    @Test
    void isInDoubtWhileTheNextChecksMayTurnIt() {
        HealthState state = state(Verdict.UNKNOWN);
        assertThat(state.status().inDoubt()).isTrue();
        state.checked(true, "status 200");
        assertThat(state.status().inDoubt()).isFalse();
        fail(state, 1);
        assertThat(state.status().inDoubt()).isTrue();
        fail(state, 2);
        assertThat(state.status().inDoubt()).isFalse();
        state.connectFailed("connection refused");
        assertThat(state.status().inDoubt()).isTrue();
    }

    @Test
    void tellsEachTransitionOnce() {
        HealthState state = state(Verdict.UNKNOWN);
        state.checked(true, "status 200");
        state.checked(true, "status 200");
        fail(state, 5);
        state.checked(true, "status 200");
        state.checked(true, "status 200");

        assertThat(heard).containsExactly(Condition.UP, Condition.DOWN, Condition.UP);
    }

    @Test
    void isLeftAloneUntilItsTimeIsOverWhateverChecksSay() {
        HealthState state = state(Verdict.UNCHECKED);
        state.connectFailed("connection refused");
        state.checked(true, "status 200");
        assertThat(state.status().condition()).isEqualTo(Condition.BACKING_OFF);

        clock.addAndGet(Duration.ofMillis(500).toNanos());
        state.checked(true, "status 200");

        assertThat(state.up()).isTrue();
    }

    @Test
    void isUsedAgainAtOnceWhenItComesUpAfterItRefusedConnections() {
        HealthState state = state(Verdict.UNCHECKED);
        state.connectFailed("connection refused");
        fail(state, 3);

        state.checked(true, "status 200");
        state.checked(true, "status 200");

        assertThat(state.up()).isTrue();
    }

    @Test
    void staysEjectedForItsTimeThoughItComesUp() {
        HealthState state = state(Verdict.UNCHECKED);
        state.eject("too many failures");
        fail(state, 3);
        state.checked(true, "status 200");
        state.checked(true, "status 200");
        assertThat(state.status().condition()).isEqualTo(Condition.BACKING_OFF);
        assertThat(state.status().reason()).isEqualTo("too many failures");

        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        state.checked(true, "status 200");

        assertThat(state.up()).isTrue();
        assertThat(limit.ejected()).isZero();
    }

    @Test
    void isLeftAloneForLongerEachTimeThoughChecksPassBetween() {
        HealthState state = state(Verdict.UNCHECKED);
        for (int times = 1; times <= 16; times *= 2) {
            state.connectFailed("connection refused");
            assertThat(toRetry(state)).isEqualTo(Duration.ofMillis(500L * times));
            clock.addAndGet(toRetry(state).toNanos());
            state.checked(true, "status 200");
            assertThat(state.up()).isTrue();
        }
    }

    @Test
    void isLeftAloneForTheInitialWhileOnceItServedAUse() {
        HealthState state = state(Verdict.UNCHECKED);
        state.connectFailed("connection refused");
        clock.addAndGet(toRetry(state).toNanos());
        state.checked(true, "status 200");
        state.succeeded();

        state.connectFailed("connection refused");

        assertThat(toRetry(state)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void isEjectedByFailuresInARow() {
        HealthState state = state(Verdict.UNCHECKED);
        for (int i = 0; i < 4; i++) {
            assertThat(state.failed("closed")).isFalse();
        }
        state.succeeded();
        for (int i = 0; i < 4; i++) {
            assertThat(state.failed("closed")).isFalse();
        }

        assertThat(state.failed("closed")).isTrue();

        assertThat(state.status().reason()).isEqualTo("5 failures in a row, the last one: closed");
        assertThat(toRetry(state)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isEjectedForLongerIfItHappensAgainSoon() {
        HealthState state = state(Verdict.UNCHECKED);
        state.eject("first");
        clock.addAndGet(toRetry(state).toNanos());
        trial(state).succeeded();

        state.eject("second");
        assertThat(toRetry(state)).isEqualTo(Duration.ofSeconds(20));

        clock.addAndGet(toRetry(state).toNanos());
        trial(state).failed("again");
        assertThat(toRetry(state)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void isEjectedAgainByOneFailureUntilAUseWentWell() {
        HealthState state = state(Verdict.UNCHECKED);
        state.eject("first");
        trial(state).succeeded();
        assertThat(state.failed("broke off")).isTrue();

        trial(state).succeeded();
        state.succeeded();

        assertThat(state.failed("broke off")).isFalse();
    }

    @Test
    void isForgivenOnceItWasGoodForAsLongAsTheLongestEjection() {
        HealthState state = state(Verdict.UNCHECKED);
        state.eject("first");
        trial(state).succeeded();
        clock.addAndGet(Duration.ofSeconds(10).plusMinutes(5).toNanos());

        state.eject("second");

        assertThat(toRetry(state)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isNotEjectedIfTooManyOthersAre() {
        HealthState one = state(Verdict.UNCHECKED);
        HealthState other = state(Verdict.UNCHECKED);

        assertThat(one.eject("sick")).isTrue();
        assertThat(other.eject("sick")).isFalse();
        assertThat(other.up()).isTrue();

        trial(one).succeeded();
        assertThat(other.eject("sick")).isTrue();
    }

    @Test
    void holdsNothingOfTheLimitOnceWithdrawnThoughItIsStillLeftAlone() {
        HealthState state = state(Verdict.UNCHECKED);
        state.eject("sick");

        state.withdraw();

        assertThat(limit.ejected()).isZero();
        assertThat(toRetry(state)).isEqualTo(Duration.ofSeconds(10));
        assertThat(heard).containsExactly(Condition.BACKING_OFF);
    }

    @Test
    void holdsNothingOfTheLimitOnceRetired() {
        HealthState state = state(Verdict.UNCHECKED);
        state.eject("sick");

        state.retire();
        state.eject("reported late");

        assertThat(limit.ejected()).isZero();
    }

    @Test
    void beginsAnewWithoutWhatWasKnownOfIt() {
        HealthState state = state(Verdict.UNCHECKED);
        state.checked(true, "status 200");
        state.eject("sick");

        state.beginAnew(Verdict.AWAITED);

        assertThat(state.status().condition()).isEqualTo(Condition.DOWN);
        assertThat(state.status().reason()).isEqualTo("not checked yet");
        assertThat(state.status().ejections()).isEqualTo(Ejections.NONE);
        assertThat(limit.ejected()).isZero();
        state.checked(true, "status 200");
        assertThat(state.up()).isTrue();
    }

    @Test
    void aTrialThatWasUnderWayMeansNothingOnceItBeganAnew() {
        HealthState state = state(Verdict.UNCHECKED);
        state.connectFailed("connection refused");
        Trial before = trial(state);
        state.beginAnew(Verdict.AWAITED);

        before.failed("connection refused");

        assertThat(state.status().standing().trust()).isEqualTo(Trust.FULL);
    }

    @Test
    void isTakenForGoodOnceItIsNoLongerChecked() {
        HealthState state = state(Verdict.UNCHECKED);
        fail(state, 3);

        state.unchecked();

        assertThat(state.up()).isTrue();
    }

    @Test
    void followsOtherRulesFromTheNextReportOn() {
        HealthState state = state(Verdict.UNCHECKED);
        fail(state, 1);

        state.rules(new HealthRules(1, 2, RULES.backoff(), HealthRules.NEVER, RULES.ejection()));
        fail(state, 1);

        assertThat(state.status().condition()).isEqualTo(Condition.DOWN);
    }

    private static void fail(HealthState state, int times) {
        for (int i = 0; i < times; i++) {
            state.checked(false, "status 503");
        }
    }

    private static Trial trial(HealthState state) {
        return requireNonNull(state.tryTrial(), "trial");
    }

    private Duration toRetry(HealthState state) {
        return Duration.ofNanos(state.status().retryAtNanos() - clock.get());
    }
}
