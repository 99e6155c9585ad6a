package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

/**
 * The memory of a target's ejections, by which the next one lasts longer.
 *
 * @param count how many came soon after each other; 0 if there was none
 * @param endNanos when the time of the last one ended or will end, by the clock of the {@link HealthState}
 */
public record Ejections(int count, long endNanos) {
    static final Ejections NONE = new Ejections(0, 0);

    /** One more. Those before are forgotten if the target was good for as long as the longest ejection lasts. */
    Ejections next(Backoff times, long now, double random) {
        requireNonNull(times, "times");
        boolean forgotten = count == 0 || now - endNanos >= times.max().toNanos();
        int next = forgotten ? 1 : count + 1;
        return new Ejections(next, now + times.delayNanos(next, random));
    }
}
