package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read the head of a response as a web application sends it, and to write it for a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResponseHeadBenchmark {
    private static final String HEAD = """
            HTTP/1.1 200 OK
            Server: gunicorn
            Date: Sun, 22 Nov 2026 19:43:01 GMT
            Connection: keep-alive
            Content-Type: text/html; charset=utf-8
            X-Frame-Options: DENY
            Vary: Cookie
            Content-Length: 1024
            X-Content-Type-Options: nosniff
            Referrer-Policy: same-origin
            Cross-Origin-Opener-Policy: same-origin
            Set-Cookie: csrftoken=Zt4bQ0mLr8WcX1yVn6KpJ3sHd5Fg2Ea9; Max-Age=31449600; Path=/; SameSite=Lax

            """;

    private final ResponseParser parser = new ResponseParser();
    private final ResponseHead head = new ResponseHead();
    private final ResponseHead parsed = new ResponseHead();
    private final ByteBuf in = Unpooled.directBuffer(4096);
    private final ByteBuf out = Unpooled.directBuffer(8192);

    /** Lays the bytes of the response ready. */
    @Setup
    public void receive() throws BadMessage {
        in.clear().writeBytes(HEAD.replace("\n", "\r\n").getBytes(US_ASCII));
        parse(parsed);
    }

    /** From bytes to offsets. */
    @Benchmark
    public ResponseHead parse() throws BadMessage {
        return parse(head);
    }

    /** From offsets to bytes, with nothing edited. */
    @Benchmark
    public ByteBuf encode() {
        return encode(parsed);
    }

    /** All of it, with the hop-by-hop fields dropped. */
    @Benchmark
    public ByteBuf forward() throws BadMessage {
        parse(head);
        ConnectionFields.strip(head);
        return encode(head);
    }

    private ResponseHead parse(ResponseHead into) throws BadMessage {
        in.readerIndex(0);
        into.clear();
        parser.reset();
        if (!parser.parse(into, in, ResponseParser.LIMITS)) {
            throw new IllegalStateException("the head is not complete");
        }
        return into;
    }

    private ByteBuf encode(ResponseHead from) {
        out.clear();
        HeadEncoder.statusLine(out, from);
        from.writeFields(out);
        HeadEncoder.endOfHead(out);
        return out;
    }
}
