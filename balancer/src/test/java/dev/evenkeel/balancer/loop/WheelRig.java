package dev.evenkeel.balancer.loop;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/** A wheel whose time passes only when the test says so. */
final class WheelRig {
    /** How late a deadline may be looked at while time passes evenly: two slots. */
    static final long LATENESS = 2L << 24;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long now = TimeUnit.SECONDS.toNanos(1);
    final DeadlineWheel wheel = new DeadlineWheel(channel.eventLoop(), () -> now);

    WheelRig() {
        channel.freezeTime();
    }

    long now() {
        return now;
    }

    /** Lets time pass at once, as if the process had been stopped, and then what is due happen. */
    void pause(long nanos) {
        now += nanos;
        channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Lets time pass evenly. */
    void pass(long nanos) {
        long end = now + nanos;
        while (now < end) {
            pause(Math.min(TimeUnit.MILLISECONDS.toNanos(1), end - now));
        }
    }

    /** Runs what is due and returns nanoseconds until the loop wakes, or -1 if it sleeps. */
    long untilWake() {
        return channel.runScheduledPendingTasks();
    }

    TestDeadline deadline() {
        return new TestDeadline(time -> Deadline.NEVER);
    }

    TestDeadline deadline(LongUnaryOperator check) {
        return new TestDeadline(check);
    }

    /** Records when it was looked at. */
    final class TestDeadline extends Deadline {
        private final LongUnaryOperator check;
        int checks;
        long checkedAt = -1;

        TestDeadline(LongUnaryOperator check) {
            this.check = check;
        }

        @Override
        protected long check(long time) {
            checks++;
            checkedAt = time;
            return check.applyAsLong(time);
        }

        void armIn(long nanos) {
            wheel.arm(this, now + nanos);
        }
    }
}
