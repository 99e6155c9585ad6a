package dev.evenkeel.balancer.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the candidates of a roster. Safe from any thread, without locks; one picker serves all event loops, so
 * that they keep one order together.
 *
 * <p>No method costs more than O(log n) of the number of candidates, however many of them are not
 * eligible.
 *
 * <p>What a picker knows belongs to places of the roster, and a place may have another candidate at any moment. So whoever
 * notes something of a place looks at who stands there, and looks again afterwards.
 *
 * @param <C> the kind of candidate
 */
public abstract class Picker<C extends Candidate> {
    final Roster<C> roster;

    Picker(Roster<C> roster) {
        this.roster = roster;
    }

    /**
     * Chooses an eligible candidate. The caller then uses it, or fails to since another thread was faster, and in either
     * case calls {@link #changed} for it.
     *
     * @param avoided candidates not to be chosen; a handful at most, empty for most requests
     * @return null if every candidate is avoided or not eligible
     */
    public abstract @Nullable C pick(Collection<? extends C> avoided);

    /**
     * Says whom {@link #pick} would choose now and why, and leaves every turn as it was: the next pick is the same as if
     * nobody had asked. Who is chosen at random is drawn anew each time.
     *
     * @return null if no candidate is eligible
     */
    public abstract @Nullable Choice<C> explain();

    /**
     * Takes note that a candidate was let in at a place of the roster. Its turns are among those of the others at once,
     * neither before nor behind all of them. By the thread that let it in.
     */
    public abstract void joined(int place);

    /**
     * Takes note that the load or the eligibility of the candidate at a place may have changed, or that it left. To be called
     * after the change, by the thread that made it.
     */
    public abstract void changed(int place);

    /** As {@link #changed(int)}. Does nothing for one that is not in the roster. */
    public final void changed(C candidate) {
        int place = roster.placeOf(candidate);
        if (place != Roster.ABSENT) {
            changed(place);
        }
    }

    /** Whether there is a candidate, and it can take a request. */
    static boolean isEligible(@Nullable Candidate candidate) {
        return candidate != null && candidate.eligible();
    }

    /** The scaled weight of a candidate; 0 for none. */
    static int weightOf(@Nullable Candidate candidate) {
        return candidate == null ? 0 : candidate.scaledWeight();
    }

    /**
     * The candidate at the place that wins in a tree, without those avoided, and certain to take part still; others that were
     * about to leave are helped out of the tree. Null if nobody is left.
     */
    final @Nullable C standing(SelectionTree tree, Collection<? extends C> avoided) {
        while (true) {
            int place = roster.winner(tree, avoided);
            if (place == SelectionTree.NONE) {
                return null;
            }
            C candidate = roster.at(place);
            if (!tree.contains(place)) {
                tree.help(place);
            } else if (candidate == null) {
                changed(place);
            } else {
                return candidate;
            }
        }
    }
}
