package dev.evenkeel.balancer.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Lines on their way from one event loop to the thread that writes them: a bounded ring of bytes with one producer and one
 * consumer, without locks and without garbage.
 *
 * <p>Positions count bytes since the beginning and never wrap; each side publishes its own and reads the other's. The
 * producer reads the consumer's position only when the ring seems full or half full by what it last saw, so in the steady
 * state a line costs one copy and one store. Native memory, so that the consumer's writes need no further copy.
 */
final class LineRing {
    private static final VarHandle WRITTEN;
    private static final VarHandle READ;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WRITTEN = lookup.findVarHandle(LineRing.class, "written", long.class);
            READ = lookup.findVarHandle(LineRing.class, "read", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int capacity;
    private final ByteBuffer input;
    private final ByteBuffer output;

    private long written;
    private long readSeen;
    private int writeAt;
    private boolean halfFull;

    private long read;
    private int readAt;

    /** A ring that holds {@code capacity} bytes. */
    LineRing(int capacity) {
        this.capacity = capacity;
        this.input = ByteBuffer.allocateDirect(capacity);
        this.output = input.duplicate();
    }

    /** Producer: takes over a whole line, or nothing if there is no room for it. */
    boolean offer(byte[] line, int length) {
        long end = written + length;
        if (end - readSeen > capacity) {
            readSeen = (long) READ.getAcquire(this);
            if (end - readSeen > capacity) {
                return false;
            }
        }
        int untilWrap = Math.min(length, capacity - writeAt);
        input.put(writeAt, line, 0, untilWrap);
        input.put(0, line, untilWrap, length - untilWrap);
        writeAt = untilWrap < length ? length - untilWrap : (writeAt + length) % capacity;
        WRITTEN.setVolatile(this, end);
        return true;
    }

    /** Producer: whether the ring has just become more than half full; true once until it was less. */
    boolean becameHalfFull() {
        boolean before = halfFull;
        halfFull = written - readSeen > capacity / 2;
        if (halfFull) {
            readSeen = (long) READ.getAcquire(this);
            halfFull = written - readSeen > capacity / 2;
        }
        return halfFull && !before;
    }

    /** Consumer: the bytes that lie in one piece, none if the ring is empty. What is read of them is to be told. */
    ByteBuffer readable() {
        long waiting = (long) WRITTEN.getVolatile(this) - read;
        int piece = (int) Math.min(waiting, capacity - readAt);
        return output.limit(readAt + piece).position(readAt);
    }

    /** Consumer: gives back the room of the bytes that were read. */
    void consumed(int count) {
        readAt = (readAt + count) % capacity;
        READ.setRelease(this, read + count);
    }

    /** Bytes that wait; from any thread, about. */
    long waiting() {
        long consumed = (long) READ.getAcquire(this);
        return Math.max(0, (long) WRITTEN.getAcquire(this) - consumed);
    }

    int capacity() {
        return capacity;
    }
}
