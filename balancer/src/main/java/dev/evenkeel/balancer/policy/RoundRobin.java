package dev.evenkeel.balancer.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Everybody in turn, a candidate of weight 3 three times as often as one of weight 1, its turns spread out evenly.
 *
 * <p>Each candidate has a deadline in a virtual time and the earliest one is next; being picked puts the deadline off by
 * the candidate's stride, which is a round divided by its weight. Candidates of the same weight begin evenly spread over
 * their stride: weights 5, 1, 1 give A B A A A C A rather than runs of A. The round begins at a random point, so that many
 * balancers started together do not all call on the first candidate first.
 *
 * <p>A candidate that was not eligible comes back at the present virtual time at the earliest: its missed turns are gone,
 * and do not return as a burst.
 */
final class RoundRobin implements BalancingPolicy {
    /** A round of virtual time: divisible by 1 to 30 and by 1000, so that the strides of usual weights are exact. */
    static final long ROUND = 11_645_447_814_000L;

    @Override
    public <C extends Candidate> Picker<C> newPicker(Roster<C> candidates) {
        return new RoundRobinPicker<>(candidates, ThreadLocalRandom.current().nextLong(ROUND));
    }

    /** Begins the round at a given point, from 0 (inclusive) to {@link #ROUND} (exclusive). */
    <C extends Candidate> Picker<C> newPicker(List<C> candidates, long start) {
        return new RoundRobinPicker<>(new Roster<>(candidates), start);
    }

    /** How many candidates there are of each weight. The last weight asked for is at hand, for it is that of most. */
    private static final class Peers {
        private final Map<Integer, Group> groups = new HashMap<>();
        private Group last = new Group(-1);

        private static final class Group {
            final int weight;
            int count;
            int seen;

            Group(int weight) {
                this.weight = weight;
            }
        }

        Peers(int[] weights) {
            for (int weight : weights) {
                group(weight).count++;
            }
        }

        private Group group(int weight) {
            if (last.weight != weight) {
                last = groups.computeIfAbsent(weight, Group::new);
            }
            return last;
        }

        int count(int weight) {
            return group(weight).count;
        }

        /** From 0; one further with each call. */
        int position(int weight) {
            return group(weight).seen++;
        }
    }

    private static final class RoundRobinPicker<C extends Candidate> extends Picker<C> {
        private final SelectionTree deadlines;

        /** May be written by racing threads, the last of which looks again; a pick by the weight before does no harm. */
        private final int[] weights;

        /** The deadline of the last pick. Written by racing threads, so it may be a little behind; nothing needs more. */
        private volatile long virtualTime;

        RoundRobinPicker(Roster<C> roster, long start) {
            super(roster);
            deadlines = new SelectionTree(roster.capacity());
            weights = new int[roster.capacity()];
            virtualTime = start;
            int end = roster.end();
            for (int place = 0; place < end; place++) {
                weights[place] = weightOf(roster.at(place));
            }
            var peers = new Peers(Arrays.copyOf(weights, end));
            for (int place = 0; place < end; place++) {
                int position = peers.position(weights[place]);
                long deadline = firstDeadline(stride(place), position, peers.count(weights[place]), start);
                deadlines.begin(place, deadline, isEligible(roster.at(place)));
            }
            deadlines.refreshAll();
        }

        private long stride(int place) {
            return ROUND * Candidate.FULL_WEIGHT / Math.max(1, weights[place]);
        }

        /** The first deadline from the start on, of the candidate at a position among those of its weight. */
        private static long firstDeadline(long stride, int position, int size, long start) {
            long phase = (long) (stride * ((position + 0.5) / size));
            long stridesSkipped = Math.max(0, -Math.floorDiv(phase - start, stride));
            return phase + stridesSkipped * stride;
        }

        @Override
        public @Nullable C pick(Collection<? extends C> avoided) {
            while (true) {
                int place = roster.winner(deadlines, avoided);
                if (place == SelectionTree.NONE) {
                    return null;
                }
                C candidate = roster.at(place);
                if (candidate == null) {
                    changed(place);
                } else if (take(place, avoided.isEmpty())) {
                    return candidate;
                } else {
                    deadlines.help(place);
                }
            }
        }

        @Override
        public @Nullable Choice<C> explain() {
            C next = standing(deadlines, List.of());
            return next == null
                    ? null
                    : new Choice<>(next, "Its turn is the next, unless another request takes it in the meantime.");
        }

        /** Fails if another thread is about to put the candidate off, or out, or just did. */
        private boolean take(int place, boolean leader) {
            long deadline = deadlines.key(place);
            boolean stands = leader ? deadlines.leads(place) : deadlines.contains(place);
            if (!stands || !deadlines.compareAndSetKey(place, deadline, deadline + stride(place))) {
                return false;
            }
            virtualTime = deadline;
            deadlines.refresh(place);
            return true;
        }

        /** Somewhere in the coming stride, so that of many that come together not all are next. */
        @Override
        public void joined(int place) {
            weights[place] = weightOf(roster.at(place));
            long ahead = ThreadLocalRandom.current().nextLong(stride(place));
            deadlines.setKey(place, virtualTime + ahead);
            changed(place);
            deadlines.refresh(place);
        }

        @Override
        public void changed(int place) {
            while (true) {
                C candidate = roster.at(place);
                int weight = weightOf(candidate);
                boolean eligible = isEligible(candidate);
                boolean contained = deadlines.contains(place);
                if (weight == weights[place] && eligible == contained) {
                    return;
                }
                weights[place] = weight;
                if (eligible && !contained) {
                    rejoin(place);
                }
                deadlines.setContained(place, eligible);
                deadlines.refresh(place);
            }
        }

        /** Sees to it that the deadline is between now and a stride from now; also after the virtual time wrapped. */
        private void rejoin(int place) {
            long now = virtualTime;
            long deadline = deadlines.key(place);
            long ahead = deadline - now;
            if (ahead < 0 || ahead > stride(place)) {
                deadlines.compareAndSetKey(place, deadline, now);
            }
        }
    }
}
