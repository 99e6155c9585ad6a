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

    private static final class FirstPicker<C extends Candidate> extends Picker<C> {
        private final SelectionTree order;

        /** What comes later stands further back, whichever place it takes. Only for the thread that lets them in. */
        private long last;

        FirstPicker(Roster<C> roster) {
            super(roster);
            order = new SelectionTree(roster.capacity());
            last = roster.end();
            for (int place = 0; place < roster.end(); place++) {
                order.begin(place, place, isEligible(roster.at(place)));
            }
            order.refreshAll();
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            return standing(order, avoided);
        }

        @Override
        public @Nullable Choice<C> explain() {
            C first = pick(List.of());
            return first == null ? null : new Choice<>(first, "It is the first of the list that can take a request.");
        }

        @Override
        public void joined(int place) {
            order.setKey(place, last++);
            changed(place);
            order.refresh(place);
        }

        @Override
        public void changed(int place) {
            while (true) {
                boolean eligible = isEligible(roster.at(place));
                if (eligible == order.contains(place)) {
                    return;
                }
                order.setContained(place, eligible);
                order.refresh(place);
            }
        }
    }
}
