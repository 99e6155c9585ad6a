package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectionTreeTest {
    private static final int THREADS = 4;

    @Property(tries = 300)
    void findsWhatALookAtAllLeavesFinds(@ForAll @IntRange(min = 0, max = 40) int leaves, @ForAll long seed) {
        Random random = new Random(seed);
        Model model = new Model(leaves);
        for (int i = 0; i < 300 && leaves > 0; i++) {
            model.changeOne(random);
            Set<Integer> excluded = new HashSet<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                excluded.add(random.nextInt(leaves));
            }
            assertThat(model.tree.winner()).isEqualTo(model.winner(Set.of()));
            assertThat(model.tree.winner(excluded::contains)).isEqualTo(model.winner(excluded));
        }
    }

    /** Each thread owns some of the leaves, so that what they should be at the end is known. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7, 64})
    void isRightOnceManyThreadsHaveChangedIt(int leaves) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 2_000; round++) {
                Model model = new Model(leaves);
                changeInThreads(threads, model, round);
                assertThat(model.tree.winner()).as("round %d", round).isEqualTo(model.winner(Set.of()));
                for (int without = 0; without < leaves; without++) {
                    Set<Integer> excluded = Set.of(without);
                    assertThat(model.tree.winner(excluded::contains)).isEqualTo(model.winner(excluded));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void changeInThreads(ExecutorService threads, Model model, int round) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(round * 31L + thread);
            int first = thread;
            results.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < 20; i++) {
                    for (int leaf = first; leaf < model.size(); leaf += THREADS) {
                        model.change(leaf, random);
                    }
                }
                return null;
            }));
        }
        for (Future<?> result : results) {
            result.get(30, TimeUnit.SECONDS);
        }
    }

    /** A tree, and what should be in it. */
    private static final class Model {
        private static final long NEAR_THE_END = Long.MAX_VALUE - 5; // keys wrap around

        private final SelectionTree tree;
        private final long[] keys;
        private final long[] ties;
        private final boolean[] contained;

        Model(int leaves) {
            tree = new SelectionTree(leaves);
            keys = new long[leaves];
            ties = new long[leaves];
            contained = new boolean[leaves];
            for (int leaf = 0; leaf < leaves; leaf++) {
                keys[leaf] = NEAR_THE_END;
                tree.setKey(leaf, NEAR_THE_END);
                tree.refresh(leaf);
            }
        }

        int size() {
            return keys.length;
        }

        void changeOne(Random random) {
            change(random.nextInt(keys.length), random);
        }

        void change(int leaf, Random random) {
            contained[leaf] = random.nextInt(4) > 0;
            keys[leaf] = NEAR_THE_END + random.nextInt(10);
            ties[leaf] = random.nextInt(3);
            tree.setTie(leaf, ties[leaf]);
            tree.setKey(leaf, keys[leaf]);
            tree.setContained(leaf, contained[leaf]);
            tree.refresh(leaf);
        }

        int winner(Set<Integer> excluded) {
            int best = SelectionTree.NONE;
            for (int leaf = 0; leaf < keys.length; leaf++) {
                if (contained[leaf] && !excluded.contains(leaf) && (best == SelectionTree.NONE || beats(leaf, best))) {
                    best = leaf;
                }
            }
            return best;
        }

        private boolean beats(int leaf, int best) {
            long difference = keys[leaf] - keys[best];
            return difference < 0 || (difference == 0 && ties[leaf] < ties[best]);
        }
    }
}
