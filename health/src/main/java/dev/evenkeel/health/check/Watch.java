package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.health.HealthState;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One target under the eyes of a {@link HealthMonitor}. The public methods are safe from any thread. */
public final class Watch {
    private static final double SPREAD = 0.1;

    /** The coarsest: a thousand targets at an interval of two seconds are asked twenty at a time. */
    private static final long GRID = TimeUnit.MILLISECONDS.toNanos(40);

    private final HealthMonitor monitor;
    private final SocketAddress target;
    private final HealthCheck check;
    private final Checker checker;
    private final HealthState state;
    private volatile CheckSchedule schedule;
    private volatile boolean stopped;
    private volatile @Nullable CheckResult last;
    private volatile long lastAt;
    private volatile long passes;
    private volatile long failures;

    private @Nullable Future<?> timer;
    private @Nullable Probe probe;
    private long dueAt;
    private long startedAt;
    private boolean busy;

    Watch(HealthMonitor monitor, SocketAddress target, HealthCheck check, HealthState state, CheckSchedule schedule) {
        this.monitor = monitor;
        this.target = requireNonNull(target, "target");
        this.check = requireNonNull(check, "check");
        checker = check.checker(target);
        this.state = requireNonNull(state, "state");
        this.schedule = requireNonNull(schedule, "schedule");
    }

    /** What is asked. */
    public HealthCheck check() {
        return check;
    }

    /** Where it is asked. */
    public SocketAddress target() {
        return target;
    }

    /** The last result; null before the first. */
    public @Nullable CheckResult last() {
        return last;
    }

    /** When the last result came, by the clock of the monitor; without meaning before the first. */
    public long lastAtNanos() {
        return lastAt;
    }

    /** Checks that passed. */
    public long passes() {
        return passes;
    }

    /** Checks that failed. */
    public long failures() {
        return failures;
    }

    /** Checks by another schedule from now on. */
    public void schedule(CheckSchedule changed) {
        schedule = requireNonNull(changed, "changed");
        execute(() -> {
            if (!busy && timer != null) {
                armNext();
            }
        });
    }

    /** Checks soon, if the state is in doubt and the next check is far off. */
    public void hurry() {
        execute(() -> {
            long soon = delay(true);
            if (!busy && timer != null && state.status().inDoubt() && dueAt - monitor.now() > soon) {
                arm(soon);
            }
        });
    }

    /** Checks no more; a check under way has no result. */
    public void stop() {
        stopped = true;
        execute(() -> {
            disarm();
            if (busy) {
                busy = false;
                if (probe != null) {
                    probe.cancel();
                }
                monitor.ended();
            }
            checker.close();
        });
    }

    boolean stopped() {
        return stopped;
    }

    private void execute(Runnable task) {
        EventExecutor loop = monitor.loop();
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    void begin() {
        if (!stopped) {
            long within =
                    Math.min(TimeUnit.MILLISECONDS.toNanos(HealthMonitor.FIRST_WITHIN_MILLIS), schedule.nanos(true));
            arm((long) (monitor.draw() * within));
        }
    }

    private void arm(long delay) {
        disarm();
        long now = monitor.now();
        dueAt = Math.max(now, onGrid(now + delay));
        timer = monitor.loop().schedule(this::due, dueAt - now, TimeUnit.NANOSECONDS);
    }

    /** A little earlier, so that checks of several targets wake the event loop once and their system calls are shared. */
    private long onGrid(long at) {
        long grain = Math.min(GRID, schedule.nanos(state.status().inDoubt()) / 50);
        return grain == 0 ? at : at - Math.floorMod(at, grain);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void due() {
        timer = null;
        if (!stopped) {
            monitor.admit(this);
        }
    }

    void start() {
        busy = true;
        startedAt = monitor.now();
        boolean inDoubt = state.status().inDoubt();
        Probe started = checker.check(inDoubt, schedule.timeout(), this::done);
        probe = busy ? started : null;
    }

    private void done(CheckResult result) {
        if (!busy) {
            return;
        }
        busy = false;
        probe = null;
        boolean first = last == null;
        lastAt = monitor.now();
        last = result;
        count(result.passed());
        state.checked(result.passed(), result.reason());
        boolean inDoubt = state.status().inDoubt();
        arm(first && !inDoubt ? untilNext((long) (monitor.draw() * schedule.nanos(false))) : untilNext(delay(inDoubt)));
        monitor.ended();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the event loop only
    private void count(boolean passed) {
        if (passed) {
            passes++;
        } else {
            failures++;
        }
    }

    private void armNext() {
        arm(untilNext(delay(state.status().inDoubt())));
    }

    private long delay(boolean inDoubt) {
        return (long) (schedule.nanos(inDoubt) * (1 - SPREAD + 2 * SPREAD * monitor.draw()));
    }

    /** An interval runs from the beginning of a check; one that took longer than that is followed at once. */
    private long untilNext(long interval) {
        return Math.max(0, startedAt + interval - monitor.now());
    }
}
