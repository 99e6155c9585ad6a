package dev.evenkeel.balancer.pool;

import static dev.evenkeel.balancer.pool.PoolRig.backend;
import static dev.evenkeel.balancer.pool.PoolRig.backup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.health.Condition;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PoolHealthTest {
    private static final Duration BACKOFF = Duration.ofMillis(600); // the longest first one: 500 ms and a fifth

    private final PoolRig rig = new PoolRig("health.backoff { initial = 500ms, max = 30s }");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void leavesABackendAloneThatRefusesConnections() {
        rig.apply(backend("a"), backend("b"), backend("c"));
        rig.refuseOnce("b");

        assertThat(rig.inTurn(20)).containsOnly("a", "c");
        assertThat(rig.find("b").health().status().reason()).isEqualTo("connection refused");
        assertThat(rig.find("b").counters().connectFailures()).isEqualTo(1);
    }

    @Test
    void triesItAgainOnceItsBackOffHasEnded() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF);

        Lease lease = rig.acquire();

        assertThat(lease.backend()).isSameAs(rig.find("b"));
        assertThat(lease.onTrial()).isTrue();
    }

    @Test
    void triesItWithOneRequestAtATime() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF);
        rig.acquire();

        assertThat(rig.inTurn(10)).containsOnly("a");
    }

    @Test
    void triesItOnlyWithARequestThatCouldBeTriedElsewhere() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF);

        assertThat(rig.acquire(rig.request().withoutRetry()).backend()).isSameAs(rig.find("a"));
        assertThat(rig.find("b").health().status().condition()).isEqualTo(Condition.BACKING_OFF);
    }

    @Test
    void triesItWithARequestThatMayNotBeRepeatedOnlyIfNoOtherCameForLong() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF.plusSeconds(4));
        assertThat(rig.acquire(rig.request().unrepeatable()).backend()).isSameAs(rig.find("a"));

        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.acquire(rig.request().unrepeatable()).backend()).isSameAs(rig.find("b"));
    }

    @Test
    void usesItAgainAfterItResponds() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF);
        Lease trial = rig.acquire();
        trial.responded(200);
        trial.close();

        assertThat(rig.inTurn(10)).containsOnly("a", "b");
        assertThat(rig.find("b").health().up()).isTrue();
    }

    @Test
    void leavesItAloneForLongerAfterItFailsATrial() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF);
        Lease trial = rig.acquire();
        trial.failed("closed before the response");
        trial.close();
        rig.pass(BACKOFF);

        assertThat(rig.inTurn(10)).containsOnly("a");
        rig.pass(BACKOFF);
        assertThat(rig.acquire().backend()).isSameAs(rig.find("b"));
    }

    @Test
    void letsTheNextRequestTryIfATrialCameToNothing() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");
        rig.pass(BACKOFF);
        rig.acquire().close();

        assertThat(rig.acquire().backend()).isSameAs(rig.find("b"));
    }

    @Test
    void keepsABackendUpThatFailsARequestOnAConnection() {
        rig.apply(backend("a"));
        Lease lease = rig.acquire();
        lease.failed("closed before the response");
        lease.close();

        assertThat(rig.find("a").health().up()).isTrue();
        assertThat(rig.find("a").counters().failures()).isEqualTo(1);
    }

    @Test
    void asksTheOneThatIsDueFirstWhenNoneIsUp() {
        rig.apply(backend("a"), backend("b"), backup("c"));
        rig.refuseOnce("a");
        rig.pass(Duration.ofSeconds(10));
        rig.refuseOnce("b");
        rig.pass(Duration.ofMillis(300));
        rig.refuseOnce("c");

        assertThat(rig.acquire(rig.request().withoutRetry()).backend()).isSameAs(rig.find("a"));
        assertThat(rig.acquire().backend()).isSameAs(rig.find("b"));
        assertThat(rig.acquire().backend()).isSameAs(rig.find("c"));
        assertThat(rig.tryAcquire()).isNull();
    }

    @Test
    void asksOneThatTheRequestHasTriedOnlyOnceItsBackOffHasEnded() {
        rig.apply(backend("a"));
        rig.refuseOnce("a");
        TestRequest request = rig.request().tried(rig.find("a"));

        assertThat(rig.pool().tryAcquire(request)).isNull();
        rig.pass(BACKOFF);
        assertThat(rig.pool().tryAcquire(request)).isNotNull();
    }

    @Test
    void keepsTheHealthOfABackendThroughChanges() {
        rig.apply(backend("a"), backend("b"));
        rig.refuseOnce("b");

        rig.apply(backend("a"), backend("b"), backend("c"));

        assertThat(rig.inTurn(10)).containsOnly("a", "c");
    }
}
