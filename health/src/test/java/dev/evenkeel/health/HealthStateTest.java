package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HealthStateTest {
    /** In the middle: no spread either way. */
    private static final double NO_SPREAD = 0.5;

    private static final HealthRules RULES = new HealthRules(
            2,
            3,
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)),
            5,
            new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5)));

    private final AtomicLong clock = new AtomicLong(1_000);
    private final HealthState state = new HealthState(
            RULES, Verdict.UNCHECKED, new EjectionLimit(() -> 2, 0.5), clock::get, () -> NO_SPREAD, (was, is) -> {});

    @Test
    void isUpUntilItFails() {
        assertThat(state.up()).isTrue();
        assertThat(state.status().transitions()).isEmpty();
    }

    @Test
    void isLeftAloneForTheInitialWhileAfterARefusedConnection() {
        assertThat(state.connectFailed("connection refused")).isTrue();

        assertThat(state.up()).isFalse();
        assertThat(state.status().condition()).isEqualTo(Condition.BACKING_OFF);
        assertThat(state.status().reason()).isEqualTo("connection refused");
        assertThat(nanosToRetry()).isEqualTo(Duration.ofMillis(500).toNanos());
    }

    @Test
    void countsABurstOfRefusedConnectionsOnce() {
        state.connectFailed("connection refused");
        HealthStatus afterTheFirst = state.status();

        assertThat(state.connectFailed("connection refused")).isFalse();

        assertThat(state.status()).isSameAs(afterTheFirst);
    }

    @Test
    void givesNoTrialWhileUp() {
        assertThat(state.tryTrial()).isNull();
    }

    @Test
    void givesOneTrialAtATime() {
        state.connectFailed("connection refused");

        assertThat(state.tryTrial()).isNotNull();
        assertThat(state.tryTrial()).isNull();
        assertThat(state.status().condition()).isEqualTo(Condition.ON_TRIAL);
    }

    @Test
    void comesUpWhenATrialSucceeds() {
        state.connectFailed("connection refused");

        trial().succeeded();

        assertThat(state.up()).isTrue();
        assertThat(state.status().failures()).isZero();
    }

    @Test
    void isLeftAloneTwiceAsLongAfterAFailedTrial() {
        state.connectFailed("connection refused");
        clock.addAndGet(nanosToRetry());

        trial().failed("connection refused again");

        assertThat(state.status().condition()).isEqualTo(Condition.BACKING_OFF);
        assertThat(state.status().reason()).isEqualTo("connection refused again");
        assertThat(nanosToRetry()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void isNeverLeftAloneLongerThanTheMaximum() {
        state.connectFailed("connection refused");
        for (int i = 0; i < 100; i++) {
            clock.addAndGet(nanosToRetry());
            trial().failed("connection refused");
        }

        assertThat(nanosToRetry()).isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void beginsWithTheInitialWhileAgainAfterItWasUp() {
        state.connectFailed("connection refused");
        clock.addAndGet(nanosToRetry());
        trial().failed("connection refused");
        trial().succeeded();

        state.connectFailed("connection refused");

        assertThat(nanosToRetry()).isEqualTo(Duration.ofMillis(500).toNanos());
    }

    @Test
    void keepsItsBackOffAfterATrialBegunTooEarlyFails() {
        state.connectFailed("connection refused");
        clock.addAndGet(Duration.ofMillis(100).toNanos());

        trial().failed("connection refused");

        assertThat(nanosToRetry()).isEqualTo(Duration.ofMillis(400).toNanos());
        assertThat(state.status().failures()).isEqualTo(1);
    }

    @Test
    void isBackingOffAsBeforeAfterATrialThatCameToNothing() {
        state.connectFailed("connection refused");
        long retryAt = state.status().retryAtNanos();

        trial().abandoned();

        assertThat(state.status().condition()).isEqualTo(Condition.BACKING_OFF);
        assertThat(state.status().reason()).isEqualTo("connection refused");
        assertThat(state.status().retryAtNanos()).isEqualTo(retryAt);
    }

    @Test
    void takesOneVerdictFromATrial() {
        state.connectFailed("connection refused");
        Trial trial = trial();
        trial.succeeded();
        HealthStatus verdict = state.status();

        trial.failed("too late");
        trial.abandoned();

        assertThat(state.status()).isSameAs(verdict);
    }

    @Test
    void ignoresOldConnectionsThatFailDuringATrial() {
        state.connectFailed("connection refused");
        Trial trial = trial();

        assertThat(state.connectFailed("an old attempt timed out")).isFalse();
        trial.succeeded();

        assertThat(state.up()).isTrue();
    }

    @Test
    void keepsItsLastTransitionsWithTheirReasonsNewestFirst() {
        for (int i = 0; i < HealthState.KEPT_TRANSITIONS; i++) {
            clock.incrementAndGet();
            state.connectFailed("failure " + i);
            trial().succeeded();
        }

        assertThat(state.status().transitions()).hasSize(HealthState.KEPT_TRANSITIONS);
        assertThat(state.status().transitions().get(0))
                .isEqualTo(new Transition(Condition.ON_TRIAL, Condition.UP, "worked again", clock.get()));
        assertThat(state.status().transitions().get(2))
                .isEqualTo(new Transition(
                        Condition.UP,
                        Condition.BACKING_OFF,
                        "failure " + (HealthState.KEPT_TRANSITIONS - 1),
                        clock.get()));
    }

    private Trial trial() {
        return requireNonNull(state.tryTrial(), "trial");
    }

    private long nanosToRetry() {
        return state.status().retryAtNanos() - clock.get();
    }
}
