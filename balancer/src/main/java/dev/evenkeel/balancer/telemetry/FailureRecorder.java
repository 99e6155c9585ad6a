package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Remembers the last exchanges that failed, and those that were completed at a second attempt only.
 *
 * <p>Each outcome has a ring of its own, so that none pushes out another: a stranger who breaks off a million requests leaves
 * the one that a backend failed where it was. An exchange that went well costs a comparison; a failure costs the copy that is
 * kept of it. One ring serves all event loops, so that what is kept does not depend on how many there are.
 *
 * <p>{@link #finished} is for the exchange's event loop, every other method for any thread.
 */
@SuppressWarnings("EnumOrdinal") // an array by outcome: what was added is found without a search
public final class FailureRecorder implements ExchangeListener {
    private static final Comparator<FailureRecord> NEWEST_FIRST = Comparator.<FailureRecord>comparingLong(
                    failure -> failure.moments().timeline().at(Moment.FINISHED))
            .reversed();

    private final int kept;
    private final Clock clock;
    private final FailureRing[] rings;

    /**
     * @param kept how many of each outcome, 1 or more
     * @param clock the time of day
     */
    public FailureRecorder(int kept, Clock clock) {
        if (kept < 1) {
            throw new IllegalArgumentException("kept: " + kept + " (expected: 1 or more)");
        }
        this.kept = kept;
        this.clock = clock;
        rings = Stream.of(Outcome.values())
                .map(outcome -> new FailureRing(kept))
                .toArray(FailureRing[]::new);
    }

    @Override
    public void finished(Exchange exchange) {
        if (exchange.outcome() != Outcome.COMPLETED || exchange.attempts() > 1) {
            rings[exchange.outcome().ordinal()].add(FailureRecord.of(exchange, clock.instant()));
        }
    }

    /** How many are kept of each outcome. */
    public int kept() {
        return kept;
    }

    /** How many there were of each outcome that happened, those no longer kept included; without plain successes. */
    public Map<Outcome, Long> counts() {
        var counts = new EnumMap<Outcome, Long>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            long added = rings[outcome.ordinal()].added();
            if (added > 0) {
                counts.put(outcome, added);
            }
        }
        return counts;
    }

    /** All that is kept, the newest first. */
    public List<FailureRecord> records() {
        return Arrays.stream(rings)
                .flatMap(ring -> ring.records().stream())
                .sorted(NEWEST_FIRST)
                .toList();
    }
}
