package dev.evenkeel.balancer.policy;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/** The candidates of a picker in their order, and the place of each. Immutable. */
final class Roster<C extends Candidate> {
    static final int ABSENT = -1;

    private final Candidate[] candidates;
    private final IdentityHashMap<C, Integer> places;

    Roster(List<C> candidates) {
        this.candidates = candidates.toArray(Candidate[]::new);
        places = new IdentityHashMap<>(this.candidates.length);
        for (int place = 0; place < this.candidates.length; place++) {
            places.put(candidates.get(place), place);
        }
    }

    int size() {
        return candidates.length;
    }

    @SuppressWarnings("unchecked") // the array was filled from a list of C
    C at(int place) {
        return (C) candidates[place];
    }

    int placeOf(C candidate) {
        Integer place = places.get(candidate);
        return place == null ? ABSENT : place;
    }

    /** As {@link #winner}, but certain to take part still; others that were about to leave are helped out of the tree. */
    int standingWinner(SelectionTree tree, Collection<? extends C> avoided) {
        while (true) {
            int place = winner(tree, avoided);
            if (place == SelectionTree.NONE || tree.contains(place)) {
                return place;
            }
            tree.help(place);
        }
    }

    /** The winner of a tree over these places, without those avoided; {@link SelectionTree#NONE} if nobody is left. */
    int winner(SelectionTree tree, Collection<? extends C> avoided) {
        return avoided.isEmpty() ? tree.winner() : tree.winner(place -> avoided.contains(candidates[place]));
    }
}
