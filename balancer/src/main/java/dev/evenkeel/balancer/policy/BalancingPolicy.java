package dev.evenkeel.balancer.policy;

import java.util.List;

/** A way to spread requests: makes pickers. Immutable. */
public interface BalancingPolicy {
    /**
     * A picker for a list of candidates, as they are now.
     */
    <C extends Candidate> Picker<C> newPicker(List<C> candidates);
}
