package dev.evenkeel.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void doublesWithEachFailure() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

        assertThat(backoff.delayNanos(1, 0.5)).isEqualTo(500_000_000L);
        assertThat(backoff.delayNanos(2, 0.5)).isEqualTo(1_000_000_000L);
        assertThat(backoff.delayNanos(6, 0.5)).isEqualTo(16_000_000_000L);
        assertThat(backoff.delayNanos(7, 0.5)).isEqualTo(30_000_000_000L);
    }

    @Test
    void spreadsEachDelayByAFifthEitherWay() {
        Backoff backoff = new Backoff(Duration.ofNanos(1_000), Duration.ofSeconds(30));

        assertThat(backoff.delayNanos(1, 0.0)).isEqualTo(800);
        assertThat(backoff.delayNanos(1, 0.999_999)).isBetween(1_199L, 1_200L);
    }

    @Property
    void neverExceedsTheMaximumNorVanishes(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long initial,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long more,
            @ForAll @IntRange(min = 1) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        Backoff backoff = new Backoff(Duration.ofNanos(initial), Duration.ofNanos(initial + more));

        assertThat(backoff.delayNanos(failures, random)).isBetween(1L, initial + more);
    }

    @Test
    void refusesAMaximumBelowTheInitialDelay() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max: PT1S (expected: PT2S or more)");
    }

    @Test
    void refusesAnInitialDelayOfZero() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initial: PT0S (expected: more than 0)");
    }
}
