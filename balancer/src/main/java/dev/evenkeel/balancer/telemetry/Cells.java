package dev.evenkeel.balancer.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters of one event loop: written by that loop alone, as cheaply as plain fields, and read by any thread. */
final class Cells {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    Cells(int count) {
        cells = new long[count];
    }

    /** Only for the loop. */
    void add(int cell, long amount) {
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    /** From any thread: the latest value, or one of a moment ago. */
    long get(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
