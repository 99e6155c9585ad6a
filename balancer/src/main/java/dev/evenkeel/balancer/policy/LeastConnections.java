package dev.evenkeel.balancer.policy;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The candidate that would be the least loaded after taking the request, by requests under way per weight. Among equally
 * loaded ones, the one whose last turn is the longest ago.
 *
 * <p>So with few requests under way, heavy candidates get them all: one of weight 1 beside one of weight 2 has its turn
 * when the other is busy.
 */
final class LeastConnections implements BalancingPolicy {
    @Override
    public <C extends Candidate> Picker<C> newPicker(List<C> candidates) {
        return newPicker(candidates, ThreadLocalRandom.current().nextInt(Math.max(1, candidates.size())));
    }

    /** The candidate at {@code first} has the first turn among equals. */
    <C extends Candidate> Picker<C> newPicker(List<C> candidates, int first) {
        return new LeastConnectionsPicker<>(new Roster<>(candidates), first);
    }

    private static final class LeastConnectionsPicker<C extends Candidate> implements Picker<C> {
        private final Roster<C> roster;
        private final SelectionTree loads;
        private final AtomicLong turns;

        LeastConnectionsPicker(Roster<C> roster, int first) {
            this.roster = roster;
            loads = new SelectionTree(roster.size());
            turns = new AtomicLong(roster.size());
            for (int place = 0; place < roster.size(); place++) {
                loads.setTie(place, Math.floorMod(place - first, roster.size()));
                changed(roster.at(place));
            }
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            int place = roster.standingWinner(loads, avoided);
            if (place == SelectionTree.NONE) {
                return null;
            }
            loads.setTie(place, turns.getAndIncrement());
            return roster.at(place);
        }

        @Override
        public @Nullable Choice<C> explain() {
            int place = roster.standingWinner(loads, List.of());
            if (place == SelectionTree.NONE) {
                return null;
            }
            C least = roster.at(place);
            return new Choice<>(
                    least,
                    "With this request it would have " + Loads.describe(least)
                            + ", by weight the least of all; among equals, its last turn is the longest ago.");
        }

        @Override
        public void changed(C candidate) {
            int place = roster.placeOf(candidate);
            if (place == Roster.ABSENT) {
                return;
            }
            boolean eligible;
            long load;
            do {
                eligible = candidate.eligible();
                load = Loads.withOneMore(candidate);
                loads.setKey(place, load);
                if (eligible != loads.contains(place)) {
                    loads.setContained(place, eligible);
                }
            } while (eligible != candidate.eligible() || load != Loads.withOneMore(candidate));
            loads.refresh(place);
        }
    }
}
