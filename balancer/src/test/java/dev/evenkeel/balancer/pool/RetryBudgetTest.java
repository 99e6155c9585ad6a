package dev.evenkeel.balancer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.RetryBudgetConfig;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private final AtomicLong active = new AtomicLong();
    private final RetryBudget budget = new RetryBudget(new RetryBudgetConfig(0.2, 2), active::get);

    @Test
    void allowsTheMinimumHoweverFewRequestsThereAre() {
        assertThat(budget.tryAcquire()).isTrue();
        assertThat(budget.tryAcquire()).isTrue();
        assertThat(budget.tryAcquire()).isFalse();
    }

    @Test
    void allowsAShareOfTheRequestsUnderWay() {
        active.set(50);
        for (int i = 0; i < 10; i++) {
            assertThat(budget.tryAcquire()).isTrue();
        }

        assertThat(budget.tryAcquire()).isFalse();
        assertThat(budget.underWay()).isEqualTo(10);
    }

    @Test
    void allowsAnotherWhenOneIsOver() {
        budget.tryAcquire();
        budget.tryAcquire();
        budget.release();

        assertThat(budget.tryAcquire()).isTrue();
    }
}
