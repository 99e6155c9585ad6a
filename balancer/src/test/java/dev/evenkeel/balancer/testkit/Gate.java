package dev.evenkeel.balancer.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CountDownLatch;

/** Holds a script back until the test says so. Safe from any thread. */
public final class Gate {

    private final CountDownLatch latch = new CountDownLatch(1);

    Gate() {}

    /** Lets everybody pass, now and from now on. */
    public void open() {
        latch.countDown();
    }

    /** Waits until the gate is open, for a minute at most. */
    public void await() {
        try {
            if (!latch.await(60, SECONDS)) {
                throw new AssertionError("the gate was not opened within 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at a gate", e);
        }
    }
}
