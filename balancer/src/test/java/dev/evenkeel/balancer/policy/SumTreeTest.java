package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SumTreeTest {
    @Property(tries = 300)
    void findsTheShareThatHoldsEachPoint(
            @ForAll @NotEmpty @Size(max = 40) List<@IntRange(min = 0, max = 9) Integer> shares) {
        SumTree tree = new SumTree(shares.size());
        for (int leaf = 0; leaf < shares.size(); leaf++) {
            tree.setShare(leaf, shares.get(leaf));
            tree.refresh(leaf);
        }

        int point = 0;
        for (int leaf = 0; leaf < shares.size(); leaf++) {
            assertThat(tree.startOf(leaf)).isEqualTo(point);
            for (int i = 0; i < shares.get(leaf); i++) {
                assertThat(tree.leafAt(point)).isEqualTo(leaf);
                point++;
            }
        }
        assertThat(tree.total()).isEqualTo(point);
    }

    @Test
    void isRightOnceTwoThreadsHaveChangedItTogether() throws Exception {
        SumTree tree = new SumTree(8);
        Rounds.run(
                2,
                30_000,
                (thread, random) -> {
                    int own = random.nextInt(4) * 2 + thread;
                    tree.setShare(own, random.nextInt(1000));
                    tree.refresh(own);
                },
                () -> assertThat(tree.total())
                        .isEqualTo(IntStream.range(0, 8).map(tree::share).sum()));
    }
}
