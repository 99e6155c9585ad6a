package dev.evenkeel.balancer.policy;

import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The less loaded of two eligible candidates drawn at random, a candidate of weight 3 three times as likely as one of
 * weight 1. Of two equally loaded ones the first drawn is taken, so that with few requests under way each has the share of
 * its weight. Keeps the longest queue at O(log log n), without a place that all event loops write to.
 *
 * @see <a href="https://doi.org/10.1109/71.963420">Mitzenmacher, The Power of Two Choices in Randomized Load Balancing
 *     (2001)</a>
 */
final class RandomTwo implements BalancingPolicy {
    @Override
    public <C extends Candidate> Picker<C> newPicker(Roster<C> candidates) {
        return new RandomTwoPicker<>(candidates);
    }

    private static final class RandomTwoPicker<C extends Candidate> implements Picker<C> {
        private static final int[] NOBODY = {};

        private final Roster<C> roster;

        /** The weights of those eligible. */
        private final SumTree shares;

        RandomTwoPicker(Roster<C> roster) {
            this.roster = roster;
            shares = new SumTree(roster.size());
            for (int place = 0; place < roster.size(); place++) {
                shares.begin(place, share(roster.at(place)));
            }
            shares.refreshAll();
        }

        private static int share(Candidate candidate) {
            return candidate.eligible() ? candidate.scaledWeight() : 0;
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            int[] skipped = avoided.isEmpty() ? NOBODY : placesOf(avoided);
            int first = draw(skipped, Roster.ABSENT);
            if (first == Roster.ABSENT) {
                return null;
            }
            int second = draw(skipped, first);
            return roster.at(second == Roster.ABSENT ? first : lessLoaded(first, second));
        }

        @Override
        public @Nullable Choice<C> explain() {
            int first = draw(NOBODY, Roster.ABSENT);
            if (first == Roster.ABSENT) {
                return null;
            }
            int second = draw(NOBODY, first);
            if (second == Roster.ABSENT) {
                return new Choice<>(roster.at(first), "It is the only one that can take a request.");
            }
            int place = lessLoaded(first, second);
            C chosen = roster.at(place);
            C other = roster.at(place == first ? second : first);
            return new Choice<>(
                    chosen,
                    "Two were drawn at random, as each request draws anew, and this one is not the more loaded: it has "
                            + Loads.describe(chosen) + ", and " + other + " " + Loads.describe(other) + ".");
        }

        private int lessLoaded(int first, int second) {
            return Loads.of(roster.at(second)) < Loads.of(roster.at(first)) ? second : first;
        }

        private int[] placesOf(Collection<? extends C> avoided) {
            return avoided.stream()
                    .mapToInt(roster::placeOf)
                    .filter(place -> place != Roster.ABSENT)
                    .distinct()
                    .sorted()
                    .toArray();
        }

        /**
         * Draws one of those eligible: a point in the sum of the shares that are left, moved behind each skipped share that
         * lies before it.
         *
         * @param skipped not to be drawn, in ascending order
         * @param alsoSkipped not to be drawn either, or {@link Roster#ABSENT}
         */
        private int draw(int[] skipped, int alsoSkipped) {
            while (true) {
                int total = shares.total() - shareOf(alsoSkipped);
                for (int place : skipped) {
                    total -= shareOf(place);
                }
                if (total <= 0) {
                    return Roster.ABSENT;
                }
                int place = shares.leafAt(moved(ThreadLocalRandom.current().nextInt(total), skipped, alsoSkipped));
                if (shares.share(place) > 0) {
                    return place;
                }
                shares.refresh(place);
            }
        }

        private int shareOf(int place) {
            return place == Roster.ABSENT ? 0 : shares.share(place);
        }

        private int moved(int point, int[] skipped, int alsoSkipped) {
            int moved = point;
            boolean pending = alsoSkipped != Roster.ABSENT;
            for (int place : skipped) {
                if (pending && alsoSkipped < place) {
                    moved = movedBehind(alsoSkipped, moved);
                    pending = false;
                }
                moved = movedBehind(place, moved);
            }
            return pending ? movedBehind(alsoSkipped, moved) : moved;
        }

        private int movedBehind(int place, int point) {
            return point >= shares.startOf(place) ? point + shares.share(place) : point;
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
                int share = share(candidate);
                if (share == shares.share(place)) {
                    return;
                }
                shares.setShare(place, share);
                shares.refresh(place);
            }
        }
    }
}
