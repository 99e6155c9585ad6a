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
        return candidate.inFlight() + " under way for a weight of " + weight;
    }

    /**
     * The load of a candidate by weight, as a fixed-point number: 0 for an idle one, however small its weight. Equal ratios
     * give equal numbers, and different ratios of up to 1000 different ones.
     */
    static long of(Candidate candidate) {
        return ((long) candidate.inFlight() << 32) * Candidate.FULL_WEIGHT / Math.max(1, candidate.scaledWeight());
    }
}
