package dev.evenkeel.balancer.policy;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first eligible candidate in the order of the list: the second gets what the first has no room for, and so on. Keeps
 * as few candidates busy as can be, so that the others may be switched off.
 */
final class First implements BalancingPolicy {
    @Override
    public <C extends Candidate> Picker<C> newPicker(Roster<C> candidates) {
        return new FirstPicker<>(candidates);
    }

    private static final class FirstPicker<C extends Candidate> implements Picker<C> {
        private final Roster<C> roster;
        private final SelectionTree order;

        FirstPicker(Roster<C> roster) {
            this.roster = roster;
            order = new SelectionTree(roster.size());
            for (int place = 0; place < roster.size(); place++) {
                order.begin(place, place, roster.at(place).eligible());
            }
            order.refreshAll();
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            int place = roster.standingWinner(order, avoided);
            return place == SelectionTree.NONE ? null : roster.at(place);
        }

        @Override
        public @Nullable Choice<C> explain() {
            C first = pick(List.of());
            return first == null ? null : new Choice<>(first, "It is the first of the list that can take a request.");
        }

        @Override
        public void changed(C candidate) {
            int place = roster.placeOf(candidate);
            if (place != Roster.ABSENT) {
                changed(place, candidate);
            }
        }

        @Override
        public void allChanged() {
            for (int place = 0; place < roster.size(); place++) {
                changed(place, roster.at(place));
            }
        }

        private void changed(int place, C candidate) {
            while (true) {
                boolean eligible = candidate.eligible();
                if (eligible == order.contains(place)) {
                    return;
                }
                order.setContained(place, eligible);
                order.refresh(place);
            }
        }
    }
}
