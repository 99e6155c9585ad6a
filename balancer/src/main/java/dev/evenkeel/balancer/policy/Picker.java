package dev.evenkeel.balancer.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among a fixed list of candidates. Safe from any thread, without locks; one picker serves all event loops, so
 * that they keep one order together.
 *
 * <p>No method costs more than O(log n) of the number of candidates, however many of them are not eligible.
 *
 * @param <C> the kind of candidate
 */
public interface Picker<C extends Candidate> {
    /**
     * Chooses an eligible candidate. The caller then uses it, or fails to since another thread was faster, and in either
     * case calls {@link #changed} for it.
     *
     * @param avoided candidates not to be chosen; a handful at most, empty for most requests
     * @return null if every candidate is avoided or not eligible
     */
    @Nullable
    C pick(Collection<? extends C> avoided);

    /**
     * Says whom {@link #pick} would choose now and why, and leaves every turn as it was: the next pick is the same as if
     * nobody had asked. Who is chosen at random is drawn anew each time.
     *
     * @return null if no candidate is eligible
     */
    @Nullable
    Choice<C> explain();

    /**
     * Takes note that a candidate's load or eligibility may have changed. Does nothing for one that is not in the list.
     * To be called after the change, by the thread that made it.
     */
    void changed(C candidate);
}
