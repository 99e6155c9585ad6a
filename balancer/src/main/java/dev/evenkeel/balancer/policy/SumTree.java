package dev.evenkeel.balancer.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Shares of a whole that change at any time, from any thread, without locks, and a way to find whose share holds a given
 * point: each inner node is the sum of its two children. Kept right as {@link SelectionTree} is, by writing and looking
 * again on the way to the root.
 */
public final class SumTree {
    private static final VarHandle NODE = MethodHandles.arrayElementVarHandle(int[].class);

    private static final int ROOT = 1;

    private final int[] nodes;
    private final int firstLeaf;

    /** All shares are 0 at first. */
    public SumTree(int leaves) {
        firstLeaf = leaves <= 1 ? 1 : Integer.highestOneBit(leaves - 1) << 1;
        nodes = new int[2 * firstLeaf];
    }

    /** The sum of all shares. */
    public int total() {
        return node(ROOT);
    }

    /** The share of a leaf. */
    public int share(int leaf) {
        return node(firstLeaf + leaf);
    }

    /** Sets a share, 0 or more; to be followed by {@link #refresh}. */
    public void setShare(int leaf, int share) {
        NODE.setVolatile(nodes, firstLeaf + leaf, share);
    }

    /** Carries a change of a leaf to the root; also for a thread that has not got there yet. */
    public void refresh(int leaf) {
        for (int node = (firstLeaf + leaf) >> 1; node >= ROOT; node >>= 1) {
            int sum = node(2 * node) + node(2 * node + 1);
            while (node(node) != sum) {
                NODE.setVolatile(nodes, node, sum);
                sum = node(2 * node) + node(2 * node + 1);
            }
        }
    }

    /** Sets a share, 0 or more, in a tree that no other thread knows yet; to be followed by {@link #refreshAll}. */
    public void begin(int leaf, int share) {
        nodes[firstLeaf + leaf] = share;
    }

    /** Carries what leaves began with to the root, for a tree that no other thread knows yet: cheaper than one by one. */
    public void refreshAll() {
        for (int node = firstLeaf - 1; node >= ROOT; node--) {
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
        }
    }

    /** The leaf whose share holds a point, the shares laid side by side from 0. While shares change, it may have none. */
    int leafAt(int point) {
        int rest = point;
        int node = ROOT;
        while (node < firstLeaf) {
            node *= 2;
            int left = node(node);
            if (rest >= left) {
                rest -= left;
                node++;
            }
        }
        return node - firstLeaf;
    }

    /** Where the share of a leaf begins, the shares laid side by side from 0. */
    int startOf(int leaf) {
        int start = 0;
        for (int node = firstLeaf + leaf; node > ROOT; node >>= 1) {
            if ((node & 1) == 1) {
                start += node(node - 1);
            }
        }
        return start;
    }

    private int node(int index) {
        return (int) NODE.getVolatile(nodes, index);
    }
}
