package dev.evenkeel.balancer.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the open connections of a listener over all event loops and says when there are too many. Then none is accepted,
 * and those who come wait in the kernel's queue. Several loops may each accept one too many at the same moment.
 */
final class ConnectionLimit {
    private volatile int limit;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int limit) {
        this.limit = limit;
    }

    /** Takes over another limit; those who are there stay. */
    void set(int newLimit) {
        limit = newLimit;
    }

    /** Returns whether the limit is reached with this one. */
    boolean opened() {
        return open.incrementAndGet() >= limit;
    }

    /** Returns whether there is room again since this one left. */
    boolean closed() {
        return open.getAndDecrement() == limit;
    }

    boolean reached() {
        return open.get() >= limit;
    }

    int open() {
        return open.get();
    }
}
