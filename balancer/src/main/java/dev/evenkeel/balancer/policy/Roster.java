package dev.evenkeel.balancer.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candidates, each at a place of its own for as long as it is here. There is room for some more, so that one that comes or
 * goes costs nothing of what the others do. One thread at a time lets them come and go, any may look meanwhile.
 *
 * @param <C> the candidates
 */
public final class Roster<C extends Candidate> {
    /** Stands for no place. */
    public static final int ABSENT = Places.ABSENT;

    private static final VarHandle CANDIDATE = MethodHandles.arrayElementVarHandle(Candidate[].class);

    private final @Nullable Candidate[] candidates;
    private final Places places;

    /** Only for the thread that adds and removes. */
    private final BitSet taken = new BitSet();

    private volatile int end;

    /** With these at the first places, in their order. None of the list stands in it twice. */
    public Roster(List<C> candidates) {
        int size = candidates.size();
        this.candidates = candidates.toArray(new Candidate[size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1]);
        places = new Places(this.candidates);
        taken.set(0, size);
        end = size;
    }

    /** How many there are. Only for the thread that adds and removes. */
    public int size() {
        return taken.cardinality();
    }

    /** For how many there is room. */
    public int capacity() {
        return candidates.length;
    }

    /** All places that are taken are below this one. */
    public int end() {
        return end;
    }

    /** The candidate at a place, 0 or more and less than {@link #capacity}; null if it is free. */
    @SuppressWarnings("unchecked") // there are candidates of C only
    public @Nullable C at(int place) {
        return (C) CANDIDATE.getVolatile(candidates, place);
    }

    /** The place of a candidate, or {@link #ABSENT}. */
    public int placeOf(C candidate) {
        return places.of(candidate);
    }

    /** The winner of a tree over these places, without those avoided; {@link SelectionTree#NONE} if nobody is left. */
    public int winner(SelectionTree tree, Collection<? extends C> avoided) {
        return avoided.isEmpty() ? tree.winner() : tree.winner(place -> isAvoided(place, avoided));
    }

    private boolean isAvoided(int place, Collection<? extends C> avoided) {
        C candidate = at(place);
        return candidate == null || avoided.contains(candidate);
    }

    /**
     * Lets a candidate in that is not here.
     *
     * @return its place
     * @throws IllegalStateException if there is no room
     */
    public int add(C candidate) {
        int place = taken.nextClearBit(0);
        if (place == candidates.length) {
            throw new IllegalStateException("no room for " + candidate);
        }
        taken.set(place);
        end = taken.length();
        CANDIDATE.setVolatile(candidates, place, candidate);
        places.add(candidate, place);
        VarHandle.fullFence(); // whoever changed it and did not find it yet did so before what is read of it next
        return place;
    }

    /**
     * Lets a candidate go.
     *
     * @return the place that is free now, or {@link #ABSENT} if it was not here
     */
    public int remove(C candidate) {
        int place = placeOf(candidate);
        if (place != ABSENT) {
            CANDIDATE.setVolatile(candidates, place, (Candidate) null);
            places.remove(candidate, place);
            taken.clear(place);
            end = taken.length();
        }
        return place;
    }
}
