package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.bench.rig.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

/** What it costs to read a request's head, and to write it for a backend; with one field and with twenty. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadBenchmark {
    private static final HeadLimits LIMITS = new HeadLimits(8 * 1024, 8 * 1024, 32 * 1024, 100);

    /** The workload of the comparison whose request is read. */
    @Param({"1k", "1k-headers"})
    public String workload = "1k";

    private final RequestParser parser = new RequestParser();
    private final RequestHead head = new RequestHead();
    private final RequestHead parsed = new RequestHead();
    private final ByteBuf in = Unpooled.directBuffer(4096);
    private final ByteBuf out = Unpooled.directBuffer(8192);

    /** Lays the bytes of the request ready. */
    @Setup
    public void receive() throws BadMessage {
        in.clear().writeBytes(Workload.ofId(workload).request().bytes("127.0.0.1:8080"));
        parse(parsed);
    }

    /** From bytes to offsets. */
    @Benchmark
    public RequestHead parse() throws BadMessage {
        return parse(head);
    }

    /** From offsets to bytes, with nothing edited. */
    @Benchmark
    public ByteBuf encode() {
        return encode(parsed);
    }

    /** All of it, with the edits of a plain proxy: hop-by-hop fields dropped, two fields added. */
    @Benchmark
    public ByteBuf forward() throws BadMessage {
        parse(head);
        ConnectionFields.strip(head);
        head.add("X-Forwarded-For", "192.0.2.17");
        head.add("X-Forwarded-Proto", "http");
        return encode(head);
    }

    private RequestHead parse(RequestHead into) throws BadMessage {
        in.readerIndex(0);
        into.clear();
        parser.reset();
        if (!parser.parse(into, in, LIMITS)) {
            throw new IllegalStateException("the head is not complete");
        }
        return into;
    }

    private ByteBuf encode(RequestHead from) {
        out.clear();
        HeadEncoder.requestLine(out, from);
        from.writeFields(out);
        HeadEncoder.endOfHead(out);
        return out;
    }
}
