package dev.evenkeel.balancer.policy;

import java.util.List;

/** A way to spread requests: makes pickers. Immutable. */
public interface BalancingPolicy {
    /** A picker for these candidates, as they are now. */
    <C extends Candidate> Picker<C> newPicker(Roster<C> candidates);

    /** A picker for a list of candidates, none of them twice. */
    default <C extends Candidate> Picker<C> newPicker(List<C> candidates) {
        return newPicker(new Roster<>(candidates));
    }
}
