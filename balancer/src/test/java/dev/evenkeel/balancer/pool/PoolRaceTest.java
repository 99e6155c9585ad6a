package dev.evenkeel.balancer.pool;

import static dev.evenkeel.balancer.pool.PoolRig.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.PolicyConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.health.Condition;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many requests on several loops, more than the backends have room for. Nobody's timer ever helps, so one wake-up lost
 * would leave the rest waiting for good.
 */
final class PoolRaceTest {
    private static final int LOOPS = 3;
    private static final int CLIENTS_PER_LOOP = 8;
    private static final int REQUESTS_PER_CLIENT = 2_000;
    private static final int LIMIT = 2;

    private final List<DefaultEventLoop> eventLoops = new ArrayList<>();
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicInteger clientsLeft = new AtomicInteger(LOOPS * CLIENTS_PER_LOOP);
    private final AtomicInteger misuses = new AtomicInteger();

    PoolRaceTest() {
        for (int i = 0; i < LOOPS; i++) {
            DefaultEventLoop eventLoop = new DefaultEventLoop();
            eventLoops.add(eventLoop);
            loops.add(new Loop(eventLoop, i));
        }
    }

    @AfterEach
    void stop() {
        eventLoops.forEach(loop -> loop.shutdownGracefully(0, 5, TimeUnit.SECONDS));
        eventLoops.forEach(loop -> loop.terminationFuture().syncUninterruptibly());
    }

    static List<String> policies() {
        return PolicyConfig.NAMES;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void servesEverybodyWithinTheLimits(String policy) {
        Pool pool = pool(policy);
        pool.apply(backends("a", "b", "c"));

        runClients(pool, false);

        assertQuiet(pool);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void servesEverybodyWhileBackendsComeAndGo(String policy) {
        Pool pool = pool(policy);
        pool.apply(backends("a", "b", "c"));
        Random random = new Random(7);

        startClients(pool, false);
        await().atMost(Duration.ofSeconds(50))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    pool.apply(random.nextBoolean() ? backends("a", "b", "c") : backends("c", "d"));
                    return clientsLeft.get() == 0;
                });

        pool.apply(backends("a", "b", "c", "d"));
        assertQuiet(pool);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void servesEverybodyWhileBackendsGoDownAndUp(String policy) {
        Pool pool = pool(policy);
        pool.apply(backends("a", "b", "c"));

        runClients(pool, true);

        assertThat(misuses).hasValue(0);
        assertThat(pool.active()).isZero();
        assertThat(pool.snapshot().backends())
                .allSatisfy(backend ->
                        assertThat(backend.health().status().condition()).isNotEqualTo(Condition.ON_TRIAL));
    }

    private static Pool pool(String policy) {
        return new Pool(PoolRig.config("policy = " + policy
                + ", queue { length = 1000, timeout = 1h }, health.backoff { initial = 1ms, max = 2ms }"));
    }

    private static List<BackendSpec> backends(String... ids) {
        List<BackendSpec> specs = new ArrayList<>();
        for (String id : ids) {
            specs.add(backend(id, LIMIT));
        }
        return specs;
    }

    private void runClients(Pool pool, boolean failing) {
        startClients(pool, failing);
        await().atMost(Duration.ofSeconds(50)).until(() -> clientsLeft.get() == 0);
    }

    private void startClients(Pool pool, boolean failing) {
        for (Loop loop : loops) {
            for (int i = 0; i < CLIENTS_PER_LOOP; i++) {
                Client client = new Client(pool, loop, failing, i);
                loop.eventLoop().execute(client::next);
            }
        }
    }

    private void assertQuiet(Pool pool) {
        assertThat(misuses).hasValue(0);
        assertThat(pool.active()).isZero();
        assertThat(pool.waiting()).isZero();
        List<Lease> all = new ArrayList<>();
        Lease lease = pool.tryAcquire(new TestRequest(loops.get(0)));
        while (lease != null) {
            all.add(lease);
            lease = pool.tryAcquire(new TestRequest(loops.get(0)));
        }
        assertThat(all).hasSize(LIMIT * pool.snapshot().backends().size());
        all.forEach(Lease::close);
    }

    /** Sends one request after the other, each held while its loop turns once. */
    private final class Client implements LeaseRequest, QueueListener {
        private final Pool pool;
        private final Loop loop;
        private final boolean failing;
        private final Random random;
        private int left = REQUESTS_PER_CLIENT;
        private boolean waiting;

        Client(Pool pool, Loop loop, boolean failing, int number) {
            this.pool = pool;
            this.loop = loop;
            this.failing = failing;
            random = new Random(loop.number() * 100L + number);
        }

        void next() {
            if (left-- == 0) {
                clientsLeft.decrementAndGet();
                return;
            }
            Lease lease = pool.tryAcquire(this);
            if (lease != null) {
                leased(lease);
                return;
            }
            waiting = true;
            Waiter waiter = pool.enqueue(this, this);
            if (random.nextInt(20) == 0) {
                int asked = left;
                loop.eventLoop().execute(() -> goAway(waiter, asked));
            }
        }

        /** Also when a lease is on its way. */
        private void goAway(Waiter waiter, int asked) {
            if (waiting && left == asked) {
                waiting = false;
                waiter.cancel();
                next();
            }
        }

        @Override
        public void leased(Lease lease) {
            waiting = false;
            if (lease.backend().inFlight() > LIMIT || !loop.eventLoop().inEventLoop()) {
                misuses.incrementAndGet();
            }
            loop.eventLoop().execute(() -> end(lease));
        }

        private void end(Lease lease) {
            int fate = failing ? random.nextInt(10) : 9;
            if (fate < 2) {
                lease.connectFailed("connection refused");
            } else if (fate > 2) {
                lease.responded(200);
            }
            lease.close();
            next();
        }

        @Override
        public void full() {
            misuses.incrementAndGet();
            next();
        }

        @Override
        public void timedOut() {
            misuses.incrementAndGet();
            next();
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public Collection<Backend> tried() {
            return List.of();
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public boolean retryInHand() {
            return true;
        }
    }
}
