package dev.evenkeel.bench.nodrop.scenario;

import java.time.Duration;
import java.util.List;

/**
 * What a scenario does.
 *
 * @param disturbances what may happen; may be empty
 * @param seed from which all follows that is chosen
 * @param settling after a round, before the shares of the backends are looked at
 * @param quiet how long they are looked at
 */
public record Plan(List<Disturbance> disturbances, long seed, Duration settling, Duration quiet) {
    private static final Duration SETTLING = Duration.ofMillis(2500);
    private static final Duration QUIET = Duration.ofSeconds(5);

    public Plan {
        disturbances = List.copyOf(disturbances);
    }

    /** A plan with the usual times. */
    public static Plan of(List<Disturbance> disturbances, long seed) {
        return new Plan(disturbances, seed, SETTLING, QUIET);
    }
}
