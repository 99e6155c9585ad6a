package dev.evenkeel.balancer.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Candidates in their order, and the place of each. Immutable.
 *
 * @param <C> the candidates
 */
public final class Roster<C extends Candidate> {
    /** Stands for no place. */
    public static final int ABSENT = Places.ABSENT;

    private final Candidate[] candidates;
    private final Places places;

    /** None of the list stands in it twice. */
    public Roster(List<C> candidates) {
        this.candidates = candidates.toArray(Candidate[]::new);
        places = new Places(this.candidates);
    }

    /** Those of these that are wanted, in the same order: this, if all are. */
    public Roster<C> only(Predicate<? super C> wanted) {
        int count = 0;
        for (int place = 0; place < size(); place++) {
            count += wanted.test(at(place)) ? 1 : 0;
        }
        if (count == size()) {
            return this;
        }
        var found = new ArrayList<C>(count);
        for (int place = 0; place < size() && found.size() < count; place++) {
            if (wanted.test(at(place))) {
                found.add(at(place));
            }
        }
        return new Roster<>(found);
    }

    /** How many there are. */
    public int size() {
        return candidates.length;
    }

    /** The candidate at a place, 0 or more and less than {@link #size}. */
    @SuppressWarnings("unchecked") // the array was filled from a list of C
    public C at(int place) {
        return (C) candidates[place];
    }

    /** The place of a candidate, or {@link #ABSENT}. */
    public int placeOf(C candidate) {
        return places.of(candidate);
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
