package dev.evenkeel.balancer.loop;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;

/**
 * One event loop with the things that exist once per loop: a clock that is read once per event, and a timer wheel.
 *
 * <p>All methods but {@link #eventLoop()}, {@link #number()}, {@link #threadId()} and {@link #execute} are for the loop's own thread.
 */
public final class Loop {
    private static final long START = System.nanoTime();

    private final EventLoop eventLoop;
    private final int number;
    private final DeadlineWheel wheel;
    private long now = nanos();

    public Loop(EventLoop eventLoop, int number) {
        this.eventLoop = requireNonNull(eventLoop, "eventLoop");
        this.number = number;
        this.wheel = new DeadlineWheel(eventLoop, this::touch);
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** The loop's position among the loops of the daemon, from 0. */
    public int number() {
        return number;
    }

    /** The id of its thread. Blocks until that runs, so not for another loop. */
    public long threadId() {
        return ((SingleThreadEventExecutor) eventLoop).threadProperties().id();
    }

    /** Runs a task on this loop: at once if called from it, else as soon as it comes round, as an event of its own. */
    public void execute(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(() -> {
                touch();
                task.run();
            });
        }
    }

    /** Nanoseconds since the daemon's clock began; never negative, from any thread. */
    public static long nanos() {
        return System.nanoTime() - START;
    }

    /** The time of the event being handled, in {@link #nanos()}. */
    public long now() {
        return now;
    }

    /** Reads the clock; called when an event begins. */
    public long touch() {
        now = nanos();
        return now;
    }

    /** Sees to it that the deadline is looked at when this time has come, or earlier. */
    public void arm(Deadline deadline, long at) {
        wheel.arm(deadline, at);
    }

    /** Forgets a deadline. */
    public void disarm(Deadline deadline) {
        wheel.disarm(deadline);
    }
}
