package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
    void isRightOnceManyThreadsHaveChangedIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 2_000; round++) {
                SumTree tree = new SumTree(7);
                List<Future<?>> results = new ArrayList<>();
                for (int leaf = 0; leaf < 7; leaf++) {
                    results.add(threads.submit(changes(tree, leaf)));
                }
                for (Future<?> result : results) {
                    result.get(30, TimeUnit.SECONDS);
                }
                assertThat(tree.total()).isEqualTo(7 * 50);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Runnable changes(SumTree tree, int leaf) {
        Random random = new Random(leaf);
        return () -> {
            for (int i = 0; i < 20; i++) {
                tree.setShare(leaf, random.nextInt(1000));
                tree.refresh(leaf);
            }
            tree.setShare(leaf, 50);
            tree.refresh(leaf);
        };
    }
}
