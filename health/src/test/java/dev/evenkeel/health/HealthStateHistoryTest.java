package dev.evenkeel.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds after any history of reports. */
final class HealthStateHistoryTest {
    private static final long MAX = Duration.ofSeconds(30).toNanos();

    private enum Event {
        CONNECT_FAILED,
        BEGIN_TRIAL,
        TRIAL_SUCCEEDED,
        TRIAL_FAILED,
        TRIAL_ABANDONED,
        SHORT_TIME,
        LONG_TIME
    }

    @Property(tries = 200)
    void followsTheDrawingWhateverHappens(@ForAll @Size(min = 200, max = 2_000) List<Event> history) {
        Target target = new Target();
        Condition model = Condition.UP;
        for (Event event : history) {
            model = expected(model, event);
            target.apply(event);
            HealthStatus status = target.state.status();
            assertThat(status.condition()).isEqualTo(model);
            assertThat(target.state.up()).isEqualTo(model == Condition.UP);
            assertThat(status.transitions()).hasSizeLessThanOrEqualTo(HealthState.KEPT_TRANSITIONS);
            assertThat(status.failures() == 0).isEqualTo(model == Condition.UP);
            if (model == Condition.BACKING_OFF) {
                assertThat(status.retryAtNanos() - target.clock.get()).isLessThanOrEqualTo(MAX);
            }
            assertTransitionsJoin(status);
        }
    }

    @Property(tries = 50)
    void comesToTheSameStateFromTheSameHistory(@ForAll @Size(max = 500) List<Event> history) {
        Target one = new Target();
        Target another = new Target();
        history.forEach(one::apply);
        history.forEach(another::apply);

        assertThat(another.state.status()).isEqualTo(one.state.status());
    }

    private static Condition expected(Condition before, Event event) {
        return switch (event) {
            case CONNECT_FAILED -> before == Condition.UP ? Condition.BACKING_OFF : before;
            case BEGIN_TRIAL -> before == Condition.BACKING_OFF ? Condition.ON_TRIAL : before;
            case TRIAL_SUCCEEDED -> before == Condition.ON_TRIAL ? Condition.UP : before;
            case TRIAL_FAILED, TRIAL_ABANDONED -> before == Condition.ON_TRIAL ? Condition.BACKING_OFF : before;
            case SHORT_TIME, LONG_TIME -> before;
        };
    }

    private static void assertTransitionsJoin(HealthStatus status) {
        Condition to = status.condition();
        for (Transition transition : status.transitions()) {
            assertThat(transition.to()).isEqualTo(to);
            to = transition.from();
        }
    }

    @Test
    void givesOneTrialAtATimeToManyThreads() throws Exception {
        int threads = 4;
        HealthState shared = new Target().state;
        shared.connectFailed("connection refused");
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(i);
                results.add(pool.submit(() -> {
                    start.await();
                    for (int round = 0; round < 50_000; round++) {
                        useOnce(shared, random, underWay, most);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> result : results) {
                result.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(most).hasValue(1);
    }

    private static void useOnce(HealthState state, Random random, AtomicInteger underWay, AtomicInteger most) {
        Trial trial = state.tryTrial();
        if (trial == null) {
            state.connectFailed("connection refused");
            return;
        }
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        underWay.decrementAndGet();
        switch (random.nextInt(3)) {
            case 0 -> trial.succeeded();
            case 1 -> trial.failed("connection refused");
            default -> trial.abandoned();
        }
    }

    /** A target with its clock, and the last trial of it. */
    private static final class Target {
        private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - MAX); // runs over in a long history
        private final Random random = new Random(1);
        private final HealthState state = new HealthState(
                new HealthRules(
                        1,
                        1,
                        new Backoff(Duration.ofMillis(500), Duration.ofNanos(MAX)),
                        HealthRules.NEVER,
                        new Backoff(Duration.ofSeconds(1), Duration.ofNanos(MAX))),
                Verdict.UNCHECKED,
                new EjectionLimit(() -> 1, 1),
                clock::get,
                random::nextDouble,
                (was, is) -> {});
        private @Nullable Trial trial;

        private void apply(Event event) {
            Trial current = trial;
            switch (event) {
                case CONNECT_FAILED -> state.connectFailed("connection refused");
                case BEGIN_TRIAL -> {
                    Trial begun = state.tryTrial();
                    trial = begun == null ? current : begun;
                }
                case SHORT_TIME -> clock.addAndGet(Duration.ofMillis(100).toNanos());
                case LONG_TIME -> clock.addAndGet(MAX);
                default -> {
                    if (current != null) {
                        verdict(current, event);
                    }
                }
            }
        }

        private static void verdict(Trial trial, Event event) {
            switch (event) {
                case TRIAL_SUCCEEDED -> trial.succeeded();
                case TRIAL_FAILED -> trial.failed("connection refused");
                default -> trial.abandoned();
            }
        }
    }
}
