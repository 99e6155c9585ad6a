package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Timeline;

/**
 * How long the parts of an exchange took, in nanoseconds, or {@link Timeline#NEVER} for what did not happen.
 *
 * <p>A retried exchange passes some moments several times, of which the last counts; a part whose end is older than its
 * beginning belongs to an earlier try and did not happen in the last.
 */
final class Durations {
    private Durations() {}

    /** The wait for a backend with room, whether there was one in the end or not. */
    static long queue(Exchange exchange) {
        long wait = part(exchange, Moment.QUEUED, Moment.LEASED);
        return wait == Timeline.NEVER ? part(exchange, Moment.QUEUED, Moment.FINISHED) : wait;
    }

    /** From the choice of the backend to a connection to it. */
    static long connect(Exchange exchange) {
        return part(exchange, Moment.LEASED, Moment.CONNECTED);
    }

    /**
     * From the choice of the backend to the head of its response. A failure that has a status of its own may have been
     * answered by the balancer, so there the head says nothing of the backend.
     */
    static long firstByte(Exchange exchange) {
        boolean answeredByBackend =
                exchange.lastAttempt() != null && exchange.outcome().status() == 0;
        return answeredByBackend ? part(exchange, Moment.LEASED, Moment.RESPONSE_HEAD) : Timeline.NEVER;
    }

    private static long part(Exchange exchange, Moment from, Moment to) {
        return Math.max(Timeline.NEVER, exchange.timeline().between(from, to));
    }
}
