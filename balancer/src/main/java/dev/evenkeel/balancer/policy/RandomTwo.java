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

    private static final class RandomTwoPicker<C extends Candidate> extends Picker<C> {
        private static final int[] NOBODY = {};

        /** The weights of those eligible. */
        private final SumTree shares;

        RandomTwoPicker(Roster<C> roster) {
            super(roster);
            shares = new SumTree(roster.capacity());
            for (int place = 0; place < roster.end(); place++) {
                shares.begin(place, share(roster.at(place)));
            }
            shares.refreshAll();
        }

        private static int share(@Nullable Candidate candidate) {
            return isEligible(candidate) ? weightOf(candidate) : 0;
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            int[] skipped = avoided.isEmpty() ? NOBODY : placesOf(avoided);
            C one = draw(skipped, Roster.ABSENT);
            C other = one == null ? null : draw(skipped, roster.placeOf(one));
            return one == null || other == null ? one : lessLoaded(one, other);
        }

        @Override
        public @Nullable Choice<C> explain() {
            C one = draw(NOBODY, Roster.ABSENT);
            if (one == null) {
                return null;
            }
            C other = draw(NOBODY, roster.placeOf(one));
            return other == null
                    ? new Choice<>(one, "It is the only one that can take a request.")
                    : explain(lessLoaded(one, other), one, other);
        }

        private Choice<C> explain(C chosen, C one, C other) {
            C left = chosen.equals(one) ? other : one;
            return new Choice<>(
                    chosen,
                    "Two were drawn at random, as each request draws anew, and this one is not the more loaded: it has "
                            + Loads.describe(chosen) + ", and " + left + " " + Loads.describe(left) + ".");
        }

        private C lessLoaded(C first, C second) {
            return Loads.of(second) < Loads.of(first) ? second : first;
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
         * Draws one of those eligible, null if none is left: a point in the sum of the shares that are left, moved behind each skipped share that
         * lies before it.
         *
         * @param skipped not to be drawn, in ascending order
         * @param alsoSkipped not to be drawn either, or {@link Roster#ABSENT}
         */
        private @Nullable C draw(int[] skipped, int alsoSkipped) {
            while (true) {
                int total = shares.total() - shareOf(alsoSkipped);
                for (int place : skipped) {
                    total -= shareOf(place);
                }
                if (total <= 0) {
                    return null;
                }
                int place = shares.leafAt(moved(ThreadLocalRandom.current().nextInt(total), skipped, alsoSkipped));
                C candidate = roster.at(place);
                if (shares.share(place) == 0) {
                    shares.refresh(place);
                } else if (candidate == null) {
                    changed(place);
                } else {
                    return candidate;
                }
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
        public void joined(int place) {
            changed(place);
        }

        @Override
        public void changed(int place) {
            while (true) {
                int share = share(roster.at(place));
                if (share == shares.share(place)) {
                    return;
                }
                shares.setShare(place, share);
                shares.refresh(place);
            }
        }
    }
}
