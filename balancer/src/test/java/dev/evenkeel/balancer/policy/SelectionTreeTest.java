package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectionTreeTest {
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

    /**
     * Each thread changes leaves of its own, so that what they should be in the end is known; then all look. A short race
     * many times over, for a race that goes on mends what it broke.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7, 64})
    void isRightOnceTwoThreadsHaveChangedItTogether(int leaves) throws Exception {
        Model model = new Model(leaves);
        Rounds.run(
                2,
                30_000,
                (thread, random) -> {
                    for (int i = 0; i < 3; i++) {
                        int own = random.nextInt(leaves / 2) * 2 + thread;
                        model.change(own, random);
                    }
                },
                () -> assertThat(model.tree.winner()).isEqualTo(model.winner(Set.of())));
    }

    /** A tree, and what should be in it. */
    private static final class Model {
        private static final long NEAR_THE_END = Long.MAX_VALUE - 5; // keys wrap around

        private final SelectionTree tree;
        private final long[] keys;
        private final long[] ties;
        private final boolean[] contained;

        Model(int leaves) {
            tree = SelectionTree.withTies(leaves);
            keys = new long[leaves];
            ties = new long[leaves];
            contained = new boolean[leaves];
            for (int leaf = 0; leaf < leaves; leaf++) {
                keys[leaf] = NEAR_THE_END;
                tree.setKey(leaf, NEAR_THE_END);
                tree.refresh(leaf);
            }
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
