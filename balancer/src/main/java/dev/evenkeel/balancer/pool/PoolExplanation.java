package dev.evenkeel.balancer.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool would do with a request that came now.
 *
 * @param admission how far the checks are believed
 * @param waiting how many requests wait before it
 * @param candidates some of the backends, in the order of the pool, the pick among them
 * @param total how many backends there are
 * @param eligible how many of all can take a request now
 * @param pick who would get it
 */
public record PoolExplanation(
        Admission admission, int waiting, List<Candidacy> candidates, int total, int eligible, Pick pick) {

    /**
     * A backend, and whether it can get the request.
     *
     * @param eligible whether it can now, without a trial
     * @param why a sentence for people
     */
    public record Candidacy(Backend backend, boolean eligible, String why) {}

    /**
     * Who would get the request.
     *
     * @param prospect when it would be served
     * @param backend null if none would get it now
     * @param why a sentence for people
     */
    public record Pick(Prospect prospect, @Nullable Backend backend, String why) {}

    /** When a request would be served. */
    public enum Prospect {
        /** At once. */
        NOW,
        /** When a backend that is up has room. */
        LATER,
        /** Not unless a backend comes back while it waits. */
        NONE
    }
}
