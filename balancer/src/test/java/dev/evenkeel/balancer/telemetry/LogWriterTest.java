package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.evenkeel.balancer.exchange.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogWriterTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(LogWriter.class);
    private static final int LINE = 64;

    private final AtomicLong clock = new AtomicLong();
    private final Disk disk = new Disk();
    private final LoopLog loop = new LoopLog(LogWriterTest::format, 256);
    private final LoopLog otherLoop = new LoopLog(LogWriterTest::format, 256);
    private final LogWriter writer = new LogWriter(List.of(loop, otherLoop), disk, clock::get);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    /** A disk with limited room, which takes 50 bytes at a time. */
    private static final class Disk implements LogOutput {
        final StringBuilder content = new StringBuilder();
        int room = Integer.MAX_VALUE;
        boolean closed;

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            int taken = Math.min(50, Math.min(room, bytes.remaining()));
            if (taken == 0) {
                throw new IOException("No space left on device");
            }
            room -= taken;
            byte[] piece = new byte[taken];
            bytes.get(piece);
            content.append(new String(piece, US_ASCII));
        }

        @Override
        public void reopen() {
            content.append("[reopened]");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static void format(Exchange exchange, LineBuffer line) {
        line.value(exchange.request().target(), Escaping.JSON);
        while (line.length() < LINE - 1) {
            line.put('-');
        }
        line.put('\n');
    }

    @BeforeEach
    void listen() {
        said.start();
        LOGGER.setLevel(Level.INFO);
        LOGGER.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(said);
        LOGGER.setLevel(null);
    }

    private static void log(LoopLog to, int count) {
        ExchangeRig rig = new ExchangeRig(to::log);
        for (int i = 0; i < count; i++) {
            rig.get("/" + i, "");
        }
    }

    /** What was logged by this thread, for other tests may be running. */
    private List<String> said(Level level) {
        return said.list.stream()
                .filter(event ->
                        event.getThreadName().equals(Thread.currentThread().getName()))
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void writesTheLinesOfAllLoopsAndThenSleeps() {
        log(loop, 3);
        log(otherLoop, 2);

        assertThat(writer.pass()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));

        assertThat(disk.content.toString().lines()).hasSize(5).allMatch(line -> line.matches("/\\d-+"));
        assertThat(writer.pass()).isEqualTo(LogWriter.SLEEP);
    }

    @Test
    void countsWhatFindsNoRoomAndWarnsOfItAtMostOnceAMinute() {
        log(loop, 6);
        writer.pass();
        assertThat(loop.dropped()).isEqualTo(2);
        assertThat(said(Level.WARN)).singleElement().asString().startsWith("2 lines");

        log(loop, 5);
        writer.pass();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(writer.pass()).as("comes back to warn").isNotEqualTo(LogWriter.SLEEP);
        assertThat(said(Level.WARN)).hasSize(1);

        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(writer.pass()).isEqualTo(LogWriter.SLEEP);
        assertThat(said(Level.WARN)).hasSize(2).last().asString().startsWith("1 lines");
        assertThat(loop.lines()).isEqualTo(8);
    }

    @Test
    void keepsTheLinesWhenTheDiskIsFullAndGoesOnWhereItStopped() {
        log(loop, 2);
        log(otherLoop, 1);
        disk.room = LINE + 10;

        writer.pass();
        writer.pass();
        assertThat(writer.writeErrors()).isEqualTo(2);
        assertThat(said(Level.ERROR)).hasSize(1);

        disk.room = Integer.MAX_VALUE;
        writer.pass();
        assertThat(disk.content.toString().lines()).hasSize(3).allMatch(line -> line.matches("/\\d-+"));
        assertThat(said(Level.INFO)).hasSize(1);
        assertThat(loop.dropped()).isZero();
    }

    @Test
    void opensTheFileAnewWhenAsked() {
        log(loop, 1);
        writer.pass();

        writer.reopen();
        log(loop, 1);
        writer.pass();

        assertThat(disk.content.toString()).matches("(?s)/0-+\n\\[reopened]/0-+\n");
    }

    @Test
    void writesEverythingBeforeItEnds() {
        log(loop, 3);

        writer.close();
        writer.run();

        assertThat(disk.content.toString().lines()).hasSize(3);
        assertThat(disk.closed).isTrue();
    }

    @Test
    void endsThoughTheDiskIsFull() {
        log(loop, 3);
        disk.room = 0;

        writer.close();
        writer.run();

        assertThat(said(Level.WARN)).singleElement().asString().startsWith(3 * LINE + " bytes");
        assertThat(disk.closed).isTrue();
    }
}
