package dev.evenkeel.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoadRunTest {
    private static final int PER_SECOND = 200;
    private static final int STALL_MILLIS = 500;

    private final Connector connector = new Connector();

    @AfterEach
    void stop() {
        connector.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void sendsAtItsRateAndCountsTheAnswers() throws Exception {
        try (TinyServer server = new TinyServer(0)) {
            LoadReport report = run(server, PER_SECOND);

            assertThat(report.requests()).isEqualTo(PER_SECOND);
            assertThat(server.requests()).isEqualTo(PER_SECOND);
            assertThat(report.errors() + report.badStatus()).isZero();
        }
    }

    /** The requests that were due in the meantime count as slow, though only two connections could notice. */
    @Test
    void aStallIsSeenByAllWhoseTimeCameMeanwhile() throws Exception {
        try (TinyServer server = new TinyServer(STALL_MILLIS)) {
            LoadReport report = run(server, PER_SECOND);

            assertThat(report.latencyMicros(75)).isGreaterThan(STALL_MILLIS * 1000L / 4);
            assertThat(report.waitingSends()).isGreaterThan(PER_SECOND / 4);
        }
    }

    @Test
    void withoutARateTheNextFollowsTheLastAnswer() throws Exception {
        try (TinyServer server = new TinyServer(0)) {
            LoadReport report = run(server, 0);

            assertThat(report.requests()).isEqualTo(server.requests()).isPositive();
        }
    }

    @Test
    void holdsConnectionsThatHadOneRequestEach() throws Exception {
        try (TinyServer server = new TinyServer(0)) {
            HeldConnections held = new HeldConnections(connector, server.port(), 100, request());

            assertThat(held.start().get(10, TimeUnit.SECONDS)).isEqualTo(100);
            assertThat(server.requests()).isEqualTo(100);
            held.release();
        }
    }

    private LoadReport run(TinyServer server, int perSecond) throws Exception {
        LoadOrder order = new LoadOrder(server.port(), 2, perSecond, 0, 1000, "unused");
        return new LoadRun(connector, order, request()).start().get(20, TimeUnit.SECONDS);
    }

    private static ByteBuf request() {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: x\r\n\r\n", US_ASCII));
    }
}
