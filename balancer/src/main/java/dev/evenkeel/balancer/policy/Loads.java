package dev.evenkeel.balancer.policy;

/** How loaded candidates are, made comparable. */
final class Loads {
    private Loads() {}

    /**
     * The load of a candidate by weight, as a fixed-point number: 0 for an idle one, however small its weight. Equal ratios
     * give equal numbers, and different ratios of up to 1000 different ones.
     */
    static long of(Candidate candidate) {
        return ((long) candidate.inFlight() << 32) * Candidate.FULL_WEIGHT / Math.max(1, candidate.scaledWeight());
    }
}
