package dev.evenkeel.balancer.pool;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.loop.Loop;
import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A pool with a clock that is set by hand, and an event loop. */
final class PoolRig implements AutoCloseable {
    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final Loop loop = new Loop(eventLoop, 0);
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Pool pool;

    /** A pool with these settings, in the words of the configuration. */
    PoolRig(String settings) {
        pool = new Pool(config(settings), what -> {}, clock::get);
    }

    static PoolConfig config(String settings) {
        return requireNonNull(ConfigLoader.parse(
                        "listeners.web { bind = \"127.0.0.1:0\", routes = [ { service = app } ] }\npools.app { backends = []\n"
                                + settings + "\n}",
                        "test.conf")
                .orElseThrow()
                .pools()
                .get("app"));
    }

    /** A backend without a limit. */
    static BackendSpec backend(String id) {
        return backend(id, Integer.MAX_VALUE);
    }

    static BackendSpec backend(String id, int maxConnections) {
        return new BackendSpec(id, address(id), 1, maxConnections, false, BackendConfig.State.READY);
    }

    static BackendSpec backup(String id) {
        return new BackendSpec(id, address(id), 1, Integer.MAX_VALUE, true, BackendConfig.State.READY);
    }

    static BackendSpec weighted(String id, int weight) {
        return new BackendSpec(id, address(id), weight, Integer.MAX_VALUE, false, BackendConfig.State.READY);
    }

    static InetSocketAddress address(String id) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1_000 + id.charAt(0));
    }

    Pool pool() {
        return pool;
    }

    Loop loop() {
        return loop;
    }

    void apply(BackendSpec... specs) {
        pool.apply(Arrays.asList(specs));
    }

    Backend find(String id) {
        return pool.snapshot().backends().stream()
                .filter(backend -> backend.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** A first try of a request that could be tried again. */
    @Nullable
    Lease tryAcquire() {
        return pool.tryAcquire(request());
    }

    /** A first try that is known to find room. */
    Lease acquire() {
        return acquire(request());
    }

    Lease acquire(TestRequest request) {
        return requireNonNull(pool.tryAcquire(request), "lease");
    }

    TestRequest request() {
        return new TestRequest(loop);
    }

    /** The backends that a number of requests get, each over before the next begins. */
    List<String> inTurn(int requests) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            try (Lease lease = acquire()) {
                ids.add(lease.backend().id());
            }
        }
        return ids;
    }

    /** Takes a backend out of use, as a refused connection does. */
    void refuseOnce(String id) {
        TestRequest request = request();
        for (Backend other : pool.snapshot().backends()) {
            if (!other.id().equals(id)) {
                request.tried(other);
            }
        }
        try (Lease lease = acquire(request)) {
            if (!lease.backend().id().equals(id)) {
                throw new AssertionError(id + " was not to be had, but " + lease.backend());
            }
            lease.connectFailed("connection refused");
        }
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
