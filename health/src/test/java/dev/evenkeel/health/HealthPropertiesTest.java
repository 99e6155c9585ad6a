package dev.evenkeel.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What holds for the targets of one pool after any history of checks and uses together. */
final class HealthPropertiesTest {
    private static final int TARGETS = 4;
    private static final double SHARE = 0.5;
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();

    private enum Event {
        CHECK_PASSED,
        CHECK_FAILED,
        CONNECT_FAILED,
        USE_FAILED,
        USE_SUCCEEDED,
        EJECT,
        WITHDRAW,
        BEGIN_ANEW,
        BEGIN_TRIAL,
        TRIAL_SUCCEEDED,
        TRIAL_FAILED,
        TRIAL_ABANDONED,
        SHORT_TIME,
        LONG_TIME
    }

    record Step(Event event, int target) {}

    @Property(tries = 200)
    void keepsItsPromises(
            @ForAll Verdict initial,
            @ForAll @IntRange(min = 1, max = 4) int rise,
            @ForAll @IntRange(min = 1, max = 4) int fall,
            @ForAll long seed,
            @ForAll @IntRange(min = 200, max = 2_000) int length) {
        Pool pool = new Pool(initial, rise, fall);
        Random random = new Random(seed);
        Event[] events = Event.values();
        for (int i = 0; i < length; i++) {
            pool.apply(new Step(events[random.nextInt(events.length)], random.nextInt(TARGETS)));
            pool.assertPromises();
        }
        pool.targets.forEach(target -> target.state.retire());
        assertThat(pool.limit.ejected()).isZero();
    }

    @Property(tries = 50)
    void comesToTheSameStateFromTheSameHistory(@ForAll @Size(max = 500) List<Event> history) {
        Pool one = new Pool(Verdict.UNKNOWN, 2, 3);
        Pool other = new Pool(Verdict.UNKNOWN, 2, 3);
        for (int i = 0; i < history.size(); i++) {
            one.apply(new Step(history.get(i), i % TARGETS));
            other.apply(new Step(history.get(i), i % TARGETS));
        }
        for (int i = 0; i < TARGETS; i++) {
            assertThat(other.targets.get(i).state.status())
                    .isEqualTo(one.targets.get(i).state.status());
        }
    }

    /** Targets that share a limit. */
    private static final class Pool {
        private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - LONGEST); // runs over in a long history
        private final Random random = new Random(1);
        private final EjectionLimit limit = new EjectionLimit(() -> TARGETS, SHARE);
        private final List<Target> targets = new ArrayList<>();

        Pool(Verdict initial, int rise, int fall) {
            for (int i = 0; i < TARGETS; i++) {
                targets.add(new Target(this, initial, rise, fall));
            }
        }

        void apply(Step step) {
            switch (step.event()) {
                case SHORT_TIME -> clock.addAndGet(Duration.ofMillis(300).toNanos());
                case LONG_TIME -> clock.addAndGet(Duration.ofSeconds(15).toNanos());
                default -> targets.get(step.target()).apply(step.event());
            }
        }

        void assertPromises() {
            long ejected = targets.stream()
                    .filter(target -> target.state.status().standing().ejected())
                    .count();
            assertThat(ejected).isEqualTo(limit.ejected()).isLessThanOrEqualTo((long) (SHARE * TARGETS));
            targets.forEach(Target::assertPromises);
        }
    }

    /** A target and what a slow, simple reading of the rules makes of its checks. */
    private static final class Target {
        private final Pool pool;
        private final int rise;
        private final int fall;
        private final HealthState state;
        private final List<Boolean> results = new ArrayList<>();
        private Verdict expected;
        private boolean awaited;
        private @Nullable Trial trial;
        private Condition heard;

        Target(Pool pool, Verdict initial, int rise, int fall) {
            this.pool = pool;
            this.rise = rise;
            this.fall = fall;
            expected = initial;
            awaited = initial == Verdict.AWAITED || initial == Verdict.STILL_AWAITED;
            HealthRules rules = new HealthRules(
                    rise,
                    fall,
                    new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)),
                    3,
                    new Backoff(Duration.ofSeconds(10), Duration.ofNanos(LONGEST)));
            state = new HealthState(
                    rules, initial, pool.limit, pool.clock::get, pool.random::nextDouble, this::changed);
            heard = state.status().condition();
        }

        private void changed(HealthStatus was, HealthStatus is) {
            assertThat(was.condition()).isEqualTo(heard);
            heard = is.condition();
        }

        void apply(Event event) {
            switch (event) {
                case CHECK_PASSED -> checked(true);
                case CHECK_FAILED -> checked(false);
                case CONNECT_FAILED -> state.connectFailed("connection refused");
                case USE_FAILED -> state.failed("closed");
                case USE_SUCCEEDED -> {
                    state.succeeded();
                    assertThat(state.status().standing().trust() == Trust.FULL
                                    && state.status().failures() > 0)
                            .isFalse();
                }
                case EJECT -> state.eject("too many failures");
                case WITHDRAW -> state.withdraw();
                case BEGIN_ANEW -> {
                    state.beginAnew(Verdict.AWAITED);
                    assertThat(state.status().standing().trust()).isEqualTo(Trust.FULL);
                    results.clear();
                    expected = Verdict.AWAITED;
                    awaited = true;
                }
                case BEGIN_TRIAL -> {
                    Trial begun = state.tryTrial();
                    trial = begun == null ? trial : begun;
                }
                default -> verdict(event);
            }
        }

        private void verdict(Event event) {
            Trial current = trial;
            if (current == null) {
                return;
            }
            switch (event) {
                case TRIAL_SUCCEEDED -> current.succeeded();
                case TRIAL_FAILED -> current.failed("closed");
                default -> current.abandoned();
            }
        }

        private void checked(boolean passed) {
            HealthStatus was = state.status();
            state.checked(passed, passed ? "status 200" : "status 503");
            results.add(passed);
            if (expected == Verdict.AWAITED) {
                expected = passed ? Verdict.PASSED : Verdict.STILL_AWAITED;
            } else if (expected == Verdict.UNKNOWN) {
                expected = passed ? Verdict.PASSED : Verdict.FAILED;
            } else if (passed && (expected == Verdict.UNCHECKED || lastAll(rise, true))) {
                expected = Verdict.PASSED;
            } else if (!passed && expected != Verdict.STILL_AWAITED && lastAll(fall, false)) {
                expected = Verdict.FAILED;
            }
            boolean early = was.standing().retryAtNanos() - pool.clock.get() > 0;
            if (was.standing().ejected() && early) {
                assertThat(state.status().standing()).isEqualTo(was.standing());
            }
        }

        private boolean lastAll(int count, boolean passed) {
            int size = results.size();
            return size >= count && results.subList(size - count, size).stream().allMatch(result -> result == passed);
        }

        void assertPromises() {
            HealthStatus status = state.status();
            assertThat(status.judgement().verdict()).isEqualTo(expected);
            assertThat(status.condition()).isEqualTo(heard);
            if (awaited && !results.contains(true)) {
                assertThat(status.judgement().verdict()).isIn(Verdict.AWAITED, Verdict.STILL_AWAITED);
            }
            if (status.standing().trust() != Trust.FULL) {
                assertThat(status.failures()).isPositive();
            }
            assertThat(status.transitions()).hasSizeLessThanOrEqualTo(HealthState.KEPT_TRANSITIONS);
            if (status.standing().trust() == Trust.BACKING_OFF) {
                assertThat(status.retryAtNanos() - pool.clock.get()).isLessThanOrEqualTo(LONGEST);
            }
            Condition to = status.condition();
            for (Transition transition : status.transitions()) {
                assertThat(transition.to()).isEqualTo(to);
                if (to != Condition.DOWN) {
                    assertThat(transition.from()).isNotEqualTo(to);
                }
                to = transition.from();
            }
        }
    }
}
