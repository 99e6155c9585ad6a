package dev.evenkeel.balancer.policy;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The least loaded candidate, by requests under way per weight. Equally loaded ones take turns by weight, so that with few
 * requests under way, when all are idle mostly, each still has its share.
 *
 * <p>The load counts without the request that is to come, as in nginx and HAProxy: so an idle candidate is used before a busy
 * one is asked to do more, and a small weight, or what slow start leaves of it, does not mean never.
 *
 * <p>The turns are those of start-time fair queueing: a turn begins when the candidate's last one ended in a virtual time, or
 * now if that is past, and lasts a round divided by its weight. So nobody saves up turns while its load keeps it from being
 * picked, and nobody is behind by more than one turn after it was picked out of turn.
 *
 * @see <a href="https://doi.org/10.1109/90.649569">Goyal, Vin, Cheng, Start-Time Fair Queueing (1997)</a>
 */
final class LeastConnections implements BalancingPolicy {
    /** A round of virtual time: strides of all weights are nearly exact, and it takes years until the time wraps around. */
    private static final long ROUND = 25_200_000;

    @Override
    public <C extends Candidate> Picker<C> newPicker(Roster<C> candidates) {
        int first = ThreadLocalRandom.current().nextInt(Math.max(1, candidates.size()));
        return new LeastConnectionsPicker<>(candidates, first);
    }

    /** The candidate at {@code first} has the first turn among equals. */
    <C extends Candidate> Picker<C> newPicker(List<C> candidates, int first) {
        return new LeastConnectionsPicker<>(new Roster<>(candidates), first);
    }

    private static final class LeastConnectionsPicker<C extends Candidate> extends Picker<C> {
        /** By load; among equals, by the beginning of their next turns. */
        private final SelectionTree loads;

        /** May be written by racing threads, the last of which looks again. */
        private final int[] weights;

        /** When the last turn began. Written by racing threads, so it may be a little behind; nothing needs more. */
        private volatile long virtualTime;

        LeastConnectionsPicker(Roster<C> roster, int first) {
            super(roster);
            loads = SelectionTree.withTies(roster.capacity());
            weights = new int[roster.capacity()];
            int end = roster.end();
            for (int place = 0; place < end; place++) {
                C candidate = roster.at(place);
                weights[place] = weightOf(candidate);
                long turn = stride(place) * Math.floorMod(place - first, end) / end;
                loads.begin(place, loadOf(candidate), turn, isEligible(candidate));
            }
            loads.refreshAll();
        }

        private static long loadOf(@Nullable Candidate candidate) {
            return candidate == null ? 0 : Loads.of(candidate);
        }

        private long stride(int place) {
            return ROUND * Candidate.FULL_WEIGHT / Math.max(1, weights[place]);
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            C least = standing(loads, avoided);
            int place = least == null ? Roster.ABSENT : roster.placeOf(least);
            if (place != Roster.ABSENT) {
                takeTurn(place);
            }
            return least;
        }

        @Override
        public @Nullable Choice<C> explain() {
            C least = standing(loads, List.of());
            return least == null
                    ? null
                    : new Choice<>(
                            least,
                            "It has " + Loads.describe(least)
                                    + ", by weight the least of all; among equals, it is its turn.");
        }

        /** Two threads that pick the same candidate at once may take one turn for both. */
        private void takeTurn(int place) {
            long now = virtualTime;
            long begin = loads.tie(place);
            if (begin - now > 0) {
                virtualTime = begin;
            } else {
                begin = now;
            }
            loads.setTie(place, begin + stride(place));
        }

        /** Its turn is somewhere in the coming stride, so that of many that come together not all are next. */
        @Override
        public void joined(int place) {
            weights[place] = weightOf(roster.at(place));
            loads.setTie(place, virtualTime + ThreadLocalRandom.current().nextLong(stride(place)));
            changed(place);
        }

        @Override
        public void changed(int place) {
            C candidate = roster.at(place);
            while (true) {
                reweigh(place, weightOf(candidate));
                boolean eligible = isEligible(candidate);
                long load = loadOf(candidate);
                loads.setKey(place, load);
                if (eligible != loads.contains(place)) {
                    loads.setContained(place, eligible);
                }
                C now = roster.at(place);
                if (isEligible(now) == eligible && loadOf(now) == load && weightOf(now) == weights[place]) {
                    break;
                }
                candidate = now;
            }
            loads.refresh(place);
        }

        /** A turn that was put off by a smaller weight is put off no longer than by the new one. */
        private void reweigh(int place, int weight) {
            if (weight == weights[place]) {
                return;
            }
            weights[place] = weight;
            long latest = virtualTime + stride(place);
            if (loads.tie(place) - latest > 0) {
                loads.setTie(place, latest);
            }
        }
    }
}
