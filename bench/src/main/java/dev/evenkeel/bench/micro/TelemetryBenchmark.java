package dev.evenkeel.bench.micro;

import dev.evenkeel.balancer.config.AccessLogConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.telemetry.AccessLog;
import dev.evenkeel.balancer.telemetry.Metrics;
import java.io.IOException;
import java.nio.file.Path;
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

/**
 * What an event loop pays to tell of one exchange: to count it, and to put its line together for the access log, which
 * another thread writes to {@code /dev/null} meanwhile.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TelemetryBenchmark {
    /** Enough that the writer, which is woken when half is full, keeps up. */
    private static final int QUEUE = 16 << 20;

    private final EvenkeelConfig config =
            ConfigLoader.parse("""
                    listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                    pools.app.backends = [ "127.0.0.1:8000" ]
                    """, "benchmark.conf").orElseThrow();

    private Exchange exchange;
    private ExchangeListener metrics;

    /** Makes the exchange that is told of again and again. */
    @Setup
    public void makeExchange() throws IOException {
        exchange = FinishedExchange.of(config);
        Metrics counting = new Metrics(1);
        counting.add(new Pool(config.pools().values().iterator().next()));
        metrics = counting.listener("web");
    }

    /** Counts it, for its listener, service, pool and backend. */
    @Benchmark
    public void count() {
        metrics.finished(exchange);
    }

    /** Queues its line. */
    @Benchmark
    public void log(Log log) {
        log.accessLog.finished(exchange);
    }

    /** An access log. */
    @State(Scope.Thread)
    public static class Log {
        /** What a line looks like. */
        @Param({"JSON", "COMBINED"})
        public AccessLogConfig.Format format = AccessLogConfig.Format.JSON;

        private AccessLog accessLog;

        /** Opens it. */
        @Setup
        public void open() throws IOException {
            accessLog = AccessLog.open(new AccessLogConfig(Path.of("/dev/null"), format, QUEUE), 1);
        }

        /** Says so if not all lines were queued, for then something else was measured. */
        @TearDown
        public void close() {
            accessLog.close();
            if (accessLog.dropped() > 0) {
                System.out.println(accessLog.dropped() + " of " + accessLog.lines() + " lines were dropped");
            }
        }
    }
}
