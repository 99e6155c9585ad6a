package dev.evenkeel.balancer.policy;

import java.util.Collection;
import java.util.List;

/** The candidates of a picker in their order, and the place of each. Immutable. */
final class Roster<C extends Candidate> {
    static final int ABSENT = Places.ABSENT;

    private final Candidate[] candidates;
    private final Places<C> places;

    Roster(List<C> candidates) {
        this.candidates = candidates.toArray(Candidate[]::new);
        places = new Places<>(candidates);
    }

    int size() {
        return candidates.length;
    }

    @SuppressWarnings("unchecked") // the array was filled from a list of C
    C at(int place) {
        return (C) candidates[place];
    }

    int placeOf(C candidate) {
        return places.of(candidate);
    }

    /** The winner of a tree over these places, without those avoided; {@link SelectionTree#NONE} if nobody is left. */
    int winner(SelectionTree tree, Collection<? extends C> avoided) {
        return avoided.isEmpty() ? tree.winner() : tree.winner(place -> avoided.contains(candidates[place]));
    }
}
