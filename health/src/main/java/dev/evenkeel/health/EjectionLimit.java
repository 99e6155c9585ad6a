package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * How many of the targets that stand in for each other may be ejected at one time, so that a failure that all of them share
 * does not eject all of them. Safe from any thread, without locks.
 */
public final class EjectionLimit {
    private final IntSupplier targets;
    private final AtomicInteger ejected = new AtomicInteger();
    private volatile double share;

    /**
     * A share of the targets, rounded down: half of three is one.
     *
     * @param targets how many there are now
     * @param share 0 to 1
     */
    public EjectionLimit(IntSupplier targets, double share) {
        this.targets = requireNonNull(targets, "targets");
        share(share);
    }

    /** Sets another share, from 0 to 1. Targets that are ejected stay so. */
    public void share(double newShare) {
        if (!(newShare >= 0 && newShare <= 1)) {
            throw new IllegalArgumentException("share: " + newShare + " (expected: 0 to 1)");
        }
        share = newShare;
    }

    /** How many are ejected now. */
    public int ejected() {
        return ejected.get();
    }

    boolean tryAcquire() {
        while (true) {
            int taken = ejected.get();
            if (taken >= (int) (share * targets.getAsInt())) {
                return false;
            }
            if (ejected.compareAndSet(taken, taken + 1)) {
                return true;
            }
        }
    }

    void release() {
        ejected.decrementAndGet();
    }
}
