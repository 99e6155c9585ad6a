package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.health.HealthState;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Checks targets at their intervals, no more than so many of them at once; those whose time has come wait in turn.
 *
 * <p>Targets are never checked in step, neither by one monitor nor by many: the first check of each comes at a random moment
 * within {@value #FIRST_WITHIN_MILLIS} ms, the second at a random moment of the interval after it, and every later interval
 * is a tenth longer or shorter at random. Those whose moments are within 40 ms of each other, or within a fiftieth of
 * their interval if that is less, begin together, which costs less.
 *
 * <p>All of it happens on one event loop; the methods may be called from any thread. Time and chance are given from outside.
 */
public final class HealthMonitor {
    static final long FIRST_WITHIN_MILLIS = 100;

    private final EventExecutor loop;
    private final LongSupplier clock;
    private final DoubleSupplier random;
    private final Queue<Watch> waiting = new ArrayDeque<>();
    private int maxConcurrent;
    private int running;
    private boolean draining;

    /**
     * A monitor without targets.
     *
     * @param loop the event loop that the checks are made for
     * @param clock nanoseconds that never go back, by which the loop's own time passes too
     * @param random draws evenly from 0 (inclusive) to 1 (exclusive)
     * @param maxConcurrent most checks at once, 1 or more
     */
    public HealthMonitor(EventExecutor loop, LongSupplier clock, DoubleSupplier random, int maxConcurrent) {
        this.loop = requireNonNull(loop, "loop");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.maxConcurrent = requirePositive(maxConcurrent);
    }

    private static int requirePositive(int maxConcurrent) {
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent: " + maxConcurrent + " (expected: 1 or more)");
        }
        return maxConcurrent;
    }

    /** Sets how many checks there may be at once, 1 or more. Checks under way go on. */
    public void maxConcurrent(int most) {
        requirePositive(most);
        loop.execute(() -> {
            maxConcurrent = most;
            drain();
        });
    }

    /** Checks a target from now on, until the watch is stopped, and tells its state the results. */
    public Watch watch(SocketAddress target, HealthCheck check, CheckSchedule schedule, HealthState state) {
        Watch watch = new Watch(this, target, check, state, schedule);
        loop.execute(watch::begin);
        return watch;
    }

    EventExecutor loop() {
        return loop;
    }

    long now() {
        return clock.getAsLong();
    }

    double draw() {
        return random.getAsDouble();
    }

    /** The time has come for this one; it begins as soon as there is room. */
    void admit(Watch watch) {
        waiting.add(watch);
        drain();
    }

    /** A check that had begun is over. */
    void ended() {
        running--;
        drain();
    }

    /** Not recursive, though a check may end before its beginning returns. */
    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (running < maxConcurrent) {
            Watch next = waiting.poll();
            if (next == null) {
                break;
            }
            if (!next.stopped()) {
                running++;
                next.start();
            }
        }
        draining = false;
    }
}
