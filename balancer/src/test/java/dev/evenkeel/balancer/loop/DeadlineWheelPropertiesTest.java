package dev.evenkeel.balancer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.loop.WheelRig.TestDeadline;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The wheel against a list of due times, through arming, disarming, arming within checks, and pauses of any length. */
final class DeadlineWheelPropertiesTest {
    private static final int DEADLINES = 20;
    private static final int STEPS = 60;

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void noneIsEarlyAndNoneIsForgotten(@ForAll long seed) {
        History history = new History(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            history.act();
        }
        history.check();
    }

    private static final class History {
        private final WheelRig rig = new WheelRig();
        private final long[] due = new long[DEADLINES];
        private final TestDeadline[] deadlines = new TestDeadline[DEADLINES];
        private final Random random;
        private boolean early;

        History(Random random) {
            this.random = random;
            for (int i = 0; i < DEADLINES; i++) {
                int position = i;
                due[i] = Deadline.NEVER;
                deadlines[i] = rig.deadline(now -> look(position, now));
            }
        }

        void check() {
            assertThat(early).isFalse();
            for (int i = 0; i < DEADLINES; i++) {
                assertThat(due[i]).as("deadline %d at %d", i, rig.now()).isGreaterThan(rig.now() - WheelRig.LATENESS);
            }
        }

        private long look(int position, long now) {
            early |= due[position] > now;
            due[position] = random.nextBoolean() ? Deadline.NEVER : now + time();
            if (random.nextInt(4) == 0) {
                arm(random.nextInt(DEADLINES));
            }
            if (random.nextInt(4) == 0) {
                disarm(random.nextInt(DEADLINES));
            }
            return due[position];
        }

        void act() {
            int position = random.nextInt(DEADLINES);
            switch (random.nextInt(4)) {
                case 0 -> arm(position);
                case 1 -> disarm(position);
                case 2 -> rig.pause(time());
                default -> rig.pass(random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(100)));
            }
            rig.pause(WheelRig.LATENESS);
            rig.pause(WheelRig.LATENESS);
        }

        private void arm(int position) {
            long at = rig.now() + time();
            due[position] = Math.min(due[position], at);
            rig.wheel.arm(deadlines[position], at);
        }

        private void disarm(int position) {
            due[position] = Deadline.NEVER;
            rig.wheel.disarm(deadlines[position]);
        }

        /** Nanoseconds from nothing to an hour, short ones as likely as long ones. */
        private long time() {
            return (long) Math.pow(10, random.nextDouble() * Math.log10(3.6e12));
        }
    }
}
