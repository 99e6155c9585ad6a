package dev.evenkeel.balancer.policy;

import java.math.BigDecimal;

/** How loaded candidates are, made comparable. */
final class Loads {
    private Loads() {}

    /** The same in words. */
    static String describe(Candidate candidate) {
        String weight = BigDecimal.valueOf(candidate.scaledWeight())
                .divide(BigDecimal.valueOf(Candidate.FULL_WEIGHT))
                .toPlainString();
        return candidate.inFlight() + 1 + " under way for a weight of " + weight;
    }

    /**
     * The load of a candidate once it takes one more request, by weight, as a fixed-point number. Equal ratios give equal
     * numbers, and different ratios of up to 1000 different ones.
     */
    static long withOneMore(Candidate candidate) {
        return ((candidate.inFlight() + 1L) << 32) * Candidate.FULL_WEIGHT / Math.max(1, candidate.scaledWeight());
    }
}
