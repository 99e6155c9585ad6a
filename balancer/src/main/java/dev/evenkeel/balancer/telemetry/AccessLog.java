package dev.evenkeel.balancer.telemetry;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.AccessLogConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import dev.evenkeel.balancer.loop.Loop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each exchange, written off the event loops.
 *
 * <p>On its event loop the exchange becomes bytes in that loop's own ring; one thread writes the rings out. A loop never
 * waits: a line that finds its ring full is dropped and counted. {@link #finished} is for the exchange's event loop, every
 * other method for any thread.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
    /** Below this, long values would be cut off to nothing. */
    private static final int SMALLEST_RING = 4 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final LoopLog[] loops;
    private final LogWriter writer;
    private final Thread thread;

    AccessLog(List<LoopLog> loops, LogWriter writer) {
        this.loops = loops.toArray(LoopLog[]::new);
        this.writer = writer;
        thread = new Thread(writer, "access-log");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens the file and begins to write.
     *
     * @param loops the number of event loops, 1 or more; they are told apart by {@link Loop#number()}
     * @throws IOException if the file cannot be opened
     */
    public static AccessLog open(AccessLogConfig config, int loops) throws IOException {
        requireNonNull(config, "config");
        if (loops < 1) {
            throw new IllegalArgumentException("loops: " + loops + " (expected: 1 or more)");
        }
        LogOutput output = LogFile.open(config.file());
        List<LoopLog> loopLogs = new ArrayList<>(loops);
        for (int i = 0; i < loops; i++) {
            loopLogs.add(new LoopLog(LineFormat.of(config.format()), Math.max(SMALLEST_RING, config.queue() / loops)));
        }
        return new AccessLog(loopLogs, new LogWriter(loopLogs, output, System::nanoTime));
    }

    @Override
    public void finished(Exchange exchange) {
        LoopLog log = loops[exchange.loop().number()];
        log.log(exchange);
        if (writer.asleep() || log.ring().becameHalfFull()) {
            LockSupport.unpark(thread);
        }
    }

    /** Begins anew in a file of the same name, soon: to be called after the file was moved away. */
    public void reopen() {
        writer.reopen();
        LockSupport.unpark(thread);
    }

    /** Lines taken so far. */
    public long lines() {
        long sum = 0;
        for (LoopLog log : loops) {
            sum += log.lines();
        }
        return sum;
    }

    /** Lines dropped so far because there was no room for them. */
    public long dropped() {
        long sum = 0;
        for (LoopLog log : loops) {
            sum += log.dropped();
        }
        return sum;
    }

    /** Times that writing or opening the file failed. */
    public long writeErrors() {
        return writer.writeErrors();
    }

    /** Bytes that wait to be written, about. */
    public long queuedBytes() {
        long sum = 0;
        for (LoopLog log : loops) {
            sum += log.ring().waiting();
        }
        return sum;
    }

    /** Writes what waits and ends; to be called when no exchange is under way. Waits at most 5 s for the file. */
    @Override
    public void close() {
        writer.close();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The access log takes no bytes; {} are given up", queuedBytes());
        }
    }
}
