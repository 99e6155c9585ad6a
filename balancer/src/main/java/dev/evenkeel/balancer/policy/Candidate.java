package dev.evenkeel.balancer.policy;

/**
 * What a picker may choose, as it sees it. The values may change at any moment, from any thread; whoever changes one tells
 * the picker with {@link Picker#changed}.
 */
public interface Candidate {
    /** What a candidate of weight 1 has as its scaled weight, unless something slows it down. */
    int FULL_WEIGHT = 10;

    /** The share of requests that this candidate should get, relative to the others; 0 to 1000. */
    int weight();

    /**
     * The weight, finer: {@value #FULL_WEIGHT} times {@link #weight}, or less while the candidate is to get less than its share.
     */
    default int scaledWeight() {
        return weight() * FULL_WEIGHT;
    }

    /** How many requests the candidate is busy with. */
    int inFlight();

    /** Whether the candidate can take one more request now. Never true while the weight is 0. */
    boolean eligible();
}
