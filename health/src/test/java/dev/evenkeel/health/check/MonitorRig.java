package dev.evenkeel.health.check;

import dev.evenkeel.health.Backoff;
import dev.evenkeel.health.EjectionLimit;
import dev.evenkeel.health.HealthRules;
import dev.evenkeel.health.HealthState;
import dev.evenkeel.health.Verdict;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A monitor whose time passes only when the test says so, and checks that end when it says so. */
final class MonitorRig {
    static final CheckSchedule SCHEDULE =
            new CheckSchedule(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(1));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Random random;
    private long now = TimeUnit.SECONDS.toNanos(1);
    final HealthMonitor monitor;
    final List<ManualCheck.Begun> underWay = new ArrayList<>();

    MonitorRig(int maxConcurrent, long seed) {
        random = new Random(seed);
        channel.freezeTime();
        monitor = new HealthMonitor(channel.eventLoop(), () -> now, random::nextDouble, maxConcurrent);
    }

    long now() {
        return now;
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        settle();
        while (now < end) {
            long step = Math.min(TimeUnit.MILLISECONDS.toNanos(1), end - now);
            now += step;
            channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
            settle();
        }
    }

    void settle() {
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
    }

    HealthState state() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
        return new HealthState(
                new HealthRules(2, 3, backoff, 5, backoff),
                Verdict.UNKNOWN,
                new EjectionLimit(() -> 1, 1),
                () -> now,
                () -> 0.5,
                (was, is) -> {});
    }

    static SocketAddress target(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A check that ends when the test says so, or at once. */
    final class ManualCheck implements HealthCheck {
        final List<Long> begunAt = new ArrayList<>();
        final List<Boolean> begunAnew = new ArrayList<>();
        boolean atOnce;
        boolean passing = true;
        int cancelled;
        int closed;

        final class Begun {
            private final Consumer<CheckResult> done;

            Begun(Consumer<CheckResult> done) {
                this.done = done;
            }

            void end() {
                underWay.remove(this);
                done.accept(new CheckResult(passing, passing ? "good" : "bad", Duration.ofMillis(1)));
            }
        }

        @Override
        public String name() {
            return "manual";
        }

        @Override
        public Checker checker(SocketAddress target) {
            return new Checker() {
                @Override
                public Probe check(boolean anew, Duration timeout, Consumer<CheckResult> done) {
                    begunAnew.add(anew);
                    return begin(done);
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        private Probe begin(Consumer<CheckResult> done) {
            begunAt.add(now);
            Begun begun = new Begun(done);
            underWay.add(begun);
            if (atOnce) {
                begun.end();
            }
            return () -> {
                cancelled++;
                underWay.remove(begun);
            };
        }
    }
}
