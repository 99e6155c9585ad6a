package dev.evenkeel.balancer.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of all event loops, in passes: everything that waits goes out in a few large writes.
 *
 * <p>An event loop must not pay for a wake-up with each line, which costs it one to two microseconds. So while there is
 * traffic the thread comes by itself every 200 ms, and earlier only if a ring is half full. It sleeps when a pass found
 * nothing, and the next line wakes it.
 *
 * <p>If writing fails, the lines stay in their rings, writing is tried again each second, and what finds no room meanwhile
 * is dropped and counted. The daemon's log hears of the first failure, of the recovery, and of drops at most once a minute.
 */
final class LogWriter implements Runnable {
    /** What {@link #pass} returns when there is nothing to come back for. */
    static final long SLEEP = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);
    private static final long WARN_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    /** A ring's content lies in at most two pieces. */
    private static final int PIECES = 2;

    private final List<LoopLog> loops;
    private final LogOutput output;
    private final LongSupplier clock;
    private final AtomicLong writeErrors = new AtomicLong();
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean reopenAsked;

    /** The loop whose line may be half written. */
    private int first;

    private boolean failing;
    private long warnedOf;
    private long lastWarning;

    /**
     * Writes the lines of these loops.
     *
     * @param clock nanoseconds that never go back
     */
    LogWriter(List<LoopLog> loops, LogOutput output, LongSupplier clock) {
        this.loops = List.copyOf(loops);
        this.output = output;
        this.clock = clock;
        lastWarning = clock.getAsLong() - WARN_INTERVAL;
    }

    /** Whether a line that was queued just now would wait for long; from any thread. */
    boolean asleep() {
        return asleep;
    }

    /** Begins anew in a file of the same name, at the next pass; from any thread. */
    void reopen() {
        reopenAsked = true;
    }

    /** Ends the thread, after a last pass; from any thread. */
    void close() {
        closing = true;
    }

    /** Times that writing failed; from any thread. */
    long writeErrors() {
        return writeErrors.get();
    }

    @Override
    public void run() {
        while (!closing) {
            long wait = pass();
            if (wait == SLEEP) {
                sleep();
            } else {
                LockSupport.parkNanos(this, wait);
            }
        }
        pass();
        end();
    }

    /** Either this thread sees the line, or whoever queued it sees that this thread is asleep. */
    private void sleep() {
        asleep = true;
        if (nothingWaits() && !closing && !reopenAsked) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private boolean nothingWaits() {
        return loops.stream().allMatch(loop -> loop.ring().waiting() == 0);
    }

    /** Writes what waits. Returns the nanoseconds until the next pass, or {@link #SLEEP}. */
    long pass() {
        if (reopenAsked) {
            reopenAsked = false;
            reopenNow();
        }
        boolean wrote = writeAll();
        boolean warningDue = warnOfDrops();
        if (failing) {
            return RETRY;
        }
        return wrote || warningDue ? POLL : SLEEP;
    }

    private void reopenNow() {
        try {
            output.reopen();
        } catch (IOException e) {
            writeErrors.incrementAndGet();
            LOG.error("The access log could not be opened anew; it stays in the old file: {}", output, e);
        }
    }

    private boolean writeAll() {
        boolean wrote = false;
        try {
            for (int i = 0; i < loops.size(); i++) {
                wrote |= writeRing(loops.get(first).ring());
                first = (first + 1) % loops.size();
            }
            recovered(wrote);
        } catch (IOException e) {
            failed(e);
        }
        return wrote;
    }

    private boolean writeRing(LineRing ring) throws IOException {
        boolean wrote = false;
        for (int i = 0; i < PIECES; i++) {
            ByteBuffer piece = ring.readable();
            while (piece.hasRemaining()) {
                int before = piece.remaining();
                output.write(piece);
                ring.consumed(before - piece.remaining());
                wrote = true;
            }
        }
        return wrote;
    }

    private void failed(IOException e) {
        writeErrors.incrementAndGet();
        if (!failing) {
            failing = true;
            LOG.error(
                    "The access log cannot be written to {}; lines wait and are dropped when the queue is full",
                    output,
                    e);
        }
    }

    private void recovered(boolean wrote) {
        if (failing && wrote) {
            failing = false;
            LOG.info("The access log is written to {} again", output);
        }
    }

    /** Whether a warning has to wait because the last one is not long ago. */
    private boolean warnOfDrops() {
        long dropped = 0;
        for (LoopLog loop : loops) {
            dropped += loop.dropped();
        }
        if (dropped == warnedOf) {
            return false;
        }
        long now = clock.getAsLong();
        if (now - lastWarning < WARN_INTERVAL) {
            return true;
        }
        LOG.warn("{} lines of the access log were dropped because its queue was full", dropped - warnedOf);
        lastWarning = now;
        warnedOf = dropped;
        return false;
    }

    private void end() {
        long unwritten = 0;
        for (LoopLog loop : loops) {
            unwritten += loop.ring().waiting();
        }
        if (unwritten > 0) {
            LOG.warn("{} bytes of the access log could not be written before the end", unwritten);
        }
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("The access log could not be closed: {}", output, e);
        }
    }
}
