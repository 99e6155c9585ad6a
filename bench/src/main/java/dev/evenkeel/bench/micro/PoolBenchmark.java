package dev.evenkeel.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Lease;
import dev.evenkeel.balancer.pool.LeaseRequest;
import dev.evenkeel.balancer.pool.Pool;
import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a request costs its pool: a lease taken and closed. A thread stands for an event loop; all share the pool. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PoolBenchmark {
    private static final int LIMIT = 100;

    @Param({"round-robin", "least-connections", "random-two", "first"})
    public String policy = "round-robin";

    @Param({"4", "10000"})
    public int backends = 4;

    private Pool pool = newPool();

    /** Makes the pool for the parameters. */
    @Setup
    public void makePool() {
        pool = newPool();
    }

    private Pool newPool() {
        Pool made = new Pool(config());
        List<BackendSpec> specs = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1_000 + i);
            specs.add(new BackendSpec("backend-" + i, address, 1, LIMIT, false, BackendConfig.State.READY));
        }
        made.apply(specs);
        return made;
    }

    private PoolConfig config() {
        String text = "listeners.web { bind = \"127.0.0.1:0\", routes = [ { service = app } ] }\n"
                + "pools.app { backends = [], policy = " + policy + " }";
        return requireNonNull(
                ConfigLoader.parse(text, "benchmark").orElseThrow().pools().get("app"));
    }

    /** A first try of a request. */
    @State(Scope.Thread)
    public static class Request implements LeaseRequest {
        private final DefaultEventLoop eventLoop = new DefaultEventLoop();
        private final Loop loop = new Loop(eventLoop, 0);

        /** Ends the event loop, which no request needed. */
        @TearDown
        public void stop() {
            eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
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

    /** From the request for a lease to its end. */
    @Benchmark
    public Lease lease(Request request) {
        Lease lease = requireNonNull(pool.tryAcquire(request), "lease");
        lease.responded(200);
        lease.close();
        return lease;
    }
}
