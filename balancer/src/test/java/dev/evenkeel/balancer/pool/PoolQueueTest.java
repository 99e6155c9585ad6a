package dev.evenkeel.balancer.pool;

import static dev.evenkeel.balancer.pool.PoolRig.backend;
import static dev.evenkeel.balancer.pool.PoolRig.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.loop.Loop;
import io.netty.channel.DefaultEventLoop;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PoolQueueTest {
    private final PoolRig rig = new PoolRig("queue { length = 3, timeout = 60s }");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void givesRoomToWhoeverWaitsWhenALeaseIsClosed() {
        rig.apply(backend("a", 1));
        Lease lease = rig.acquire();
        TestRequest waiting = rig.request().enqueue(rig.pool());
        assertThat(waiting.heardNothing()).isTrue();
        assertThat(rig.pool().waiting()).isEqualTo(1);

        lease.close();

        assertThat(waiting.heard()).isEqualTo("leased a");
        assertThat(rig.pool().waiting()).isZero();
    }

    @Test
    void givesRoomAtOnceIfThereIsSome() {
        rig.apply(backend("a"));

        assertThat(rig.request().enqueue(rig.pool()).heard()).isEqualTo("leased a");
    }

    @Test
    void servesInTheOrderOfComing() {
        rig.apply(backend("a", 1));
        Lease lease = rig.acquire();
        List<TestRequest> waiting = List.of(
                rig.request().enqueue(rig.pool()),
                rig.request().enqueue(rig.pool()),
                rig.request().enqueue(rig.pool()));

        for (TestRequest request : waiting) {
            lease.close();
            assertThat(request.heard()).isEqualTo("leased a");
            lease = request.lease();
        }
    }

    @Test
    void letsNobodyOvertake() {
        rig.apply(backend("a", 1));
        Lease lease = rig.acquire();
        TestRequest waiting = rig.request().enqueue(rig.pool());

        rig.apply(backend("a", 2));

        assertThat(waiting.heard()).isEqualTo("leased a");
        TestRequest next = rig.request().enqueue(rig.pool());
        lease.close();
        assertThat(next.heard()).isEqualTo("leased a");
        rig.request().enqueue(rig.pool());
        assertThat(rig.tryAcquire()).isNull();
    }

    @Test
    void refusesWhoComesToAFullQueue() {
        rig.apply(backend("a", 1));
        rig.acquire();
        rig.request().enqueue(rig.pool());
        rig.request().enqueue(rig.pool());
        rig.request().enqueue(rig.pool());

        assertThat(rig.request().enqueue(rig.pool()).heard()).isEqualTo("full");
        assertThat(rig.pool().waiting()).isEqualTo(3);
    }

    @Test
    void endsAWaitThatTakesTooLong() {
        try (PoolRig hasty = new PoolRig("queue.timeout = 20ms")) {
            TestRequest waiting = hasty.request().enqueue(hasty.pool());

            assertThat(waiting.heard()).isEqualTo("timed out");
            assertThat(hasty.pool().waiting()).isZero();
        }
    }

    @Test
    void forgetsWhoGoesAway() {
        rig.apply(backend("a", 1));
        Lease lease = rig.acquire();
        TestRequest gone = rig.request().enqueue(rig.pool());
        TestRequest waiting = rig.request().enqueue(rig.pool());
        gone.cancel();
        assertThat(rig.pool().waiting()).isEqualTo(1);

        lease.close();

        assertThat(waiting.heard()).isEqualTo("leased a");
        assertThat(gone.heardNothing()).isTrue();
    }

    @Test
    void takesALeaseBackThatWasOnItsWayToWhoGoesAway() {
        rig.apply(backend("a", 1));
        Lease lease = rig.acquire();
        TestRequest gone = rig.request().enqueue(rig.pool());
        rig.loop()
                .eventLoop()
                .submit(() -> {
                    lease.close();
                    gone.cancel();
                })
                .syncUninterruptibly();

        assertThat(gone.heardNothing()).isTrue();
        assertThat(rig.find("a").inFlight()).isZero();
    }

    @Test
    void forgetsAtLastWhoWentAwayBehindSomebodyWhoStays() {
        rig.apply(backend("a", 1));
        rig.acquire();
        TestRequest first = rig.request().enqueue(rig.pool());
        List<WeakReference<TestRequest>> gone = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TestRequest request = rig.request().enqueue(rig.pool());
            request.cancel();
            gone.add(new WeakReference<>(request));
        }

        await().untilAsserted(() -> {
            System.gc();
            assertThat(gone.stream().filter(request -> request.get() != null).count())
                    .isLessThanOrEqualTo(4);
        });
        assertThat(first.heardNothing()).isTrue();
    }

    @Test
    void givesRoomAtABackendThatComes() {
        TestRequest waiting = rig.request().enqueue(rig.pool());

        rig.apply(backend("a"));

        assertThat(waiting.heard()).isEqualTo("leased a");
    }

    @Test
    void givesRoomAtABackendThatGetsWeight() {
        rig.apply(weighted("a", 0));
        TestRequest waiting = rig.request().enqueue(rig.pool());

        rig.apply(weighted("a", 1));

        assertThat(waiting.heard()).isEqualTo("leased a");
    }

    @Test
    void givesRoomAtABackendThatComesUp() {
        rig.apply(backend("a"));
        rig.refuseOnce("a");
        Lease trial = rig.acquire();
        TestRequest waiting = rig.request().enqueue(rig.pool());

        trial.responded(200);

        assertThat(waiting.heard()).isEqualTo("leased a");
    }

    @Test
    void triesABackendAgainAsSoonAsItsBackOffEnds() {
        try (Loops loops = new Loops()) {
            Pool pool = new Pool(PoolRig.config("health.backoff { initial = 100ms, max = 1s }"));
            pool.apply(List.of(backend("a")));
            TestRequest first = new TestRequest(loops.one()).enqueue(pool);
            assertThat(first.heard()).isEqualTo("leased a");
            first.lease().connectFailed("connection refused");
            first.lease().close();

            TestRequest again =
                    new TestRequest(loops.one()).tried(first.lease().backend()).enqueue(pool);

            assertThat(again.heard()).isEqualTo("leased a");
            assertThat(again.lease().onTrial()).isTrue();
        }
    }

    @Test
    void wakesEachOnItsOwnLoop() {
        try (Loops loops = new Loops()) {
            rig.apply(backend("a", 1));
            Lease lease = rig.acquire();
            TestRequest one = new TestRequest(loops.one()).enqueue(rig.pool());
            TestRequest other = new TestRequest(loops.other()).enqueue(rig.pool());

            lease.close();
            assertThat(one.heard()).isEqualTo("leased a");
            one.lease().close();
            assertThat(other.heard()).isEqualTo("leased a");
        }
    }

    private static final class Loops implements AutoCloseable {
        private final DefaultEventLoop first = new DefaultEventLoop();
        private final DefaultEventLoop second = new DefaultEventLoop();
        private final Loop one = new Loop(first, 0);
        private final Loop other = new Loop(second, 1);

        Loop one() {
            return one;
        }

        Loop other() {
            return other;
        }

        @Override
        public void close() {
            first.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
            second.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
