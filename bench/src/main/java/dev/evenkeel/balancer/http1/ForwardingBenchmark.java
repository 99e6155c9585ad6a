package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.net.ForwardingRules;
import dev.evenkeel.bench.micro.FinishedExchange;
import dev.evenkeel.bench.rig.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.security.SecureRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the forwarding rules cost: hop-by-hop fields and claims of strangers dropped, {@code X-Forwarded-…}, {@code Via} and
 * a request id added. A head can be edited once only, so each call parses it too; {@link #parse} is that part alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForwardingBenchmark {
    private static final HeadLimits LIMITS = new HeadLimits(8 * 1024, 8 * 1024, 32 * 1024, 100);

    /** The workload of the comparison whose request is edited. */
    @Param({"1k", "1k-headers"})
    public String workload = "1k";

    private final RequestParser parser = new RequestParser();
    private final ByteBuf in = Unpooled.directBuffer(4096);
    private Exchange exchange;
    private ForwardingRules rules;

    /** Lays the bytes of the request ready, and an exchange to put them in. */
    @Setup
    public void receive() throws IOException {
        in.clear().writeBytes(Workload.ofId(workload).request().bytes("127.0.0.1:8080"));
        EvenkeelConfig config = ConfigLoader.parse("""
                listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                pools.app.backends = [ "127.0.0.1:8000" ]
                """, "benchmark.conf").orElseThrow();
        exchange = FinishedExchange.of(config);
        rules = new ForwardingRules(
                config.listeners().values().iterator().next().forwarded(), "http", new RequestIds(new SecureRandom()));
    }

    /** From bytes to offsets. */
    @Benchmark
    public RequestHead parse() throws BadMessage {
        RequestHead head = exchange.request();
        in.readerIndex(0);
        head.clear();
        parser.reset();
        if (!parser.parse(head, in, LIMITS)) {
            throw new IllegalStateException("the head is not complete");
        }
        return head;
    }

    /** The same, and then the edits. */
    @Benchmark
    public RequestHead parseAndEdit() throws BadMessage {
        RequestHead head = parse();
        ConnectionFields.strip(head);
        rules.apply(exchange);
        return head;
    }
}
