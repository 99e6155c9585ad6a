package dev.evenkeel.balancer.telemetry;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The last records of one kind. Any number of event loops add, each with one atomic addition and one store, and never wait;
 * any thread reads. A record is immutable and is published by the store into its slot, so a reader sees it whole or not.
 */
final class FailureRing {
    private final AtomicReferenceArray<FailureRecord> slots;
    private final AtomicLong added = new AtomicLong();

    FailureRing(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    void add(FailureRecord failure) {
        slots.setRelease((int) (added.getAndIncrement() % slots.length()), failure);
    }

    /** How many were added in all. */
    long added() {
        return added.get();
    }

    /** Those that are still there, in no order. */
    List<FailureRecord> records() {
        return IntStream.range(0, slots.length())
                .mapToObj(slots::getAcquire)
                .filter(Objects::nonNull)
                .toList();
    }
}
