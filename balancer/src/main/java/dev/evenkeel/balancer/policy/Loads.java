package dev.evenkeel.balancer.policy;

/** How loaded candidates are, made comparable. */
final class Loads {
    private Loads() {}

    /**
     * The load of a candidate once it takes one more request, by weight, as a fixed-point number. Equal ratios give equal
     * numbers, and different ratios of up to 1000 different ones.
     */
    static long withOneMore(Candidate candidate) {
        return ((candidate.inFlight() + 1L) << 32) * Candidate.FULL_WEIGHT / Math.max(1, candidate.scaledWeight());
    }
}
