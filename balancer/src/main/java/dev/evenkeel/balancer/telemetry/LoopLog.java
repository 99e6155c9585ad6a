package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Exchange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The access log's part on one event loop: the line is put together and queued here. */
final class LoopLog {
    /** The part of the ring that one value may take: with six of them a line always fits into an empty ring. */
    private static final int VALUES_PER_RING = 16;

    /** Longest value that is logged whole. */
    private static final int LONGEST_VALUE = 8 * 1024;

    private static final VarHandle LINES;
    private static final VarHandle DROPPED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LINES = lookup.findVarHandle(LoopLog.class, "lines", long.class);
            DROPPED = lookup.findVarHandle(LoopLog.class, "dropped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LineFormat format;
    private final LineBuffer line;
    private final LineRing ring;
    private long lines;
    private long dropped;

    /** Holds {@code ringCapacity} bytes of lines. */
    LoopLog(LineFormat format, int ringCapacity) {
        this.format = format;
        this.line = new LineBuffer(Math.min(LONGEST_VALUE, ringCapacity / VALUES_PER_RING));
        this.ring = new LineRing(ringCapacity);
    }

    /** Queues the line of an exchange, or counts it as dropped. Only on the loop. */
    void log(Exchange exchange) {
        line.clear();
        format.write(exchange, line);
        if (ring.offer(line.bytes(), line.length())) {
            LINES.setOpaque(this, lines + 1);
        } else {
            DROPPED.setOpaque(this, dropped + 1);
        }
    }

    LineRing ring() {
        return ring;
    }

    /** Lines queued so far. */
    long lines() {
        return (long) LINES.getOpaque(this);
    }

    /** Lines that found the ring full so far. */
    long dropped() {
        return (long) DROPPED.getOpaque(this);
    }
}
