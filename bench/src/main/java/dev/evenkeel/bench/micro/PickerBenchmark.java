package dev.evenkeel.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.PolicyConfig;
import dev.evenkeel.balancer.policy.Picker;
import dev.evenkeel.balancer.policy.Policies;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request costs a picker from pick to end, with 64 requests under way on each loop: one pick, one take, one
 * give-back, and the two notes that the picker takes of them. A thread stands for an event loop; all share the picker.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PickerBenchmark {
    private static final int UNDER_WAY = 64;

    @Param({"round-robin", "least-connections", "random-two", "first"})
    public String policy = "round-robin";

    @Param({"10", "10000"})
    public int candidates = 10;

    /** How many of a hundred candidates are not eligible. */
    @Param({"0", "90"})
    public int percentDown;

    private Picker<Server> picker = newPicker();

    /** Makes the picker for the parameters. */
    @Setup
    public void makePicker() {
        picker = newPicker();
    }

    private Picker<Server> newPicker() {
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            servers.add(new Server(i * 10 / candidates * 10 >= percentDown));
        }
        return Policies.policy(new PolicyConfig(policy)).newPicker(servers);
    }

    /** The requests under way on one loop. */
    @State(Scope.Thread)
    public static class Requests {
        private final Queue<Server> underWay = new ArrayDeque<>();

        /** Begins those that are under way all the time. */
        @Setup(Level.Iteration)
        public void begin(PickerBenchmark benchmark) {
            for (int i = 0; i < UNDER_WAY; i++) {
                underWay.add(benchmark.take());
            }
        }

        /** Ends them. */
        @TearDown(Level.Iteration)
        public void end(PickerBenchmark benchmark) {
            while (!underWay.isEmpty()) {
                benchmark.giveBack(underWay.remove());
            }
        }
    }

    /** One request begins and the oldest ends. */
    @Benchmark
    public void request(Requests requests) {
        requests.underWay.add(take());
        giveBack(requests.underWay.remove());
    }

    private Server take() {
        Server server = requireNonNull(picker.pick(List.of()), "picked");
        server.take();
        picker.changed(server);
        return server;
    }

    private void giveBack(Server server) {
        server.giveBack();
        picker.changed(server);
    }
}
