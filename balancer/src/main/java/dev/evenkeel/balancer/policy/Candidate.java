package dev.evenkeel.balancer.policy;

/**
 * What a picker may choose, as it sees it. The values may change at any moment, from any thread; whoever changes one tells
 * the picker with {@link Picker#changed}.
 */
public interface Candidate {
    /** The share of requests that this candidate should get, relative to the others; 0 to 1000. */
    int weight();

    /** How many requests the candidate is busy with. */
    int inFlight();

    /** Whether the candidate can take one more request now. Never true while the weight is 0. */
    boolean eligible();
}
