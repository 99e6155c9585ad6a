package dev.evenkeel.balancer.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Keeps the smallest of many keys at hand while any number of threads change them: a tournament tree, lock-free.
 *
 * <p>Each leaf has a key, and takes part in the tournament or not. Each inner node holds the number of the leaf that wins
 * below it. A thread that changes a leaf then climbs to the root and, at each node, <em>writes the winner and looks
 * again</em> until what stands there is what it sees below. That suffices to keep the tree right: consider the last write
 * to a node; its writer looked again afterwards, so it saw every leaf changed before; and whoever changed one later
 * climbs past this node after the change, sees the difference, and would write again. A thread in the middle of its climb
 * can leave the root stale for a moment; a reader who notices calls {@link #help} and need not wait for it.
 *
 * <p>The climb ends where the leaf neither wins nor made a difference: what is above depends on other leaves, and whoever
 * changed those climbs for them.
 *
 * <p>Keys are compared as {@link System#nanoTime()} is, by the sign of their difference, so they may wrap around as long as
 * those in the tournament at one time are less than 2<sup>63</sup> apart. Equal keys are decided by a second one, the tie
 * breaker, in a tree that has it; else, and if those are equal too, by the lower leaf.
 *
 * <p>The idea of aggregating in a tree in which a failed update means that somebody else did it is Jayanti's.
 *
 * @see <a href="https://doi.org/10.1145/571825.571832">Jayanti, f-arrays: implementation and applications (2002)</a>
 */
public final class SelectionTree {
    /** Stands for no leaf. */
    public static final int NONE = -1;

    private static final VarHandle NODE = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle KEY = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int ROOT = 1;
    private static final long[] NO_TIES = {};

    /** Node i has the children 2i and 2i+1; the leaves stand at the end and hold their own number while they take part. */
    private final int[] nodes;

    private final int firstLeaf;
    private final long[] keys;
    private final long[] ties;

    /** A tree without tie breakers in which no leaf takes part yet; all keys are 0. */
    public SelectionTree(int leaves) {
        this(leaves, NO_TIES);
    }

    /** A tree in which no leaf takes part yet; all keys and tie breakers are 0. */
    static SelectionTree withTies(int leaves) {
        return new SelectionTree(leaves, new long[leaves]);
    }

    private SelectionTree(int leaves, long[] ties) {
        firstLeaf = leaves <= 1 ? 1 : Integer.highestOneBit(leaves - 1) << 1;
        nodes = new int[2 * firstLeaf];
        Arrays.fill(nodes, NONE);
        keys = new long[leaves];
        this.ties = ties;
    }

    /** The leaf with the smallest key of those that take part, or {@link #NONE}. */
    public int winner() {
        return node(ROOT);
    }

    /** The leaf with the smallest key of those that take part and are not excluded, or {@link #NONE}. */
    public int winner(IntPredicate excluded) {
        return winnerBelow(ROOT, excluded);
    }

    /** A winner that is not excluded also wins without the excluded: only where one won must be looked deeper. */
    private int winnerBelow(int node, IntPredicate excluded) {
        int winner = node(node);
        if (winner == NONE || !excluded.test(winner)) {
            return winner;
        }
        if (node >= firstLeaf) {
            return NONE;
        }
        return better(winnerBelow(2 * node, excluded), winnerBelow(2 * node + 1, excluded));
    }

    /**
     * Whether the leaf takes part and none of those that win beside its path beats it. False for a winner that another
     * thread has changed without having climbed to the root yet.
     */
    public boolean leads(int leaf) {
        int node = firstLeaf + leaf;
        boolean leads = node(node) != NONE;
        while (leads && node > ROOT) {
            int rival = node(node ^ 1);
            leads = ((node & 1) == 0 ? better(leaf, rival) : better(rival, leaf)) == leaf;
            node >>= 1;
        }
        return leads;
    }

    /** Whether the leaf takes part. */
    public boolean contains(int leaf) {
        return node(firstLeaf + leaf) != NONE;
    }

    public long key(int leaf) {
        return (long) KEY.getVolatile(keys, leaf);
    }

    /** Sets the key that decides; to be followed by {@link #refresh}. */
    public void setKey(int leaf, long key) {
        KEY.setVolatile(keys, leaf, key);
    }

    /** Sets the key that decides, if it is still the expected one; to be followed by {@link #refresh}. */
    public boolean compareAndSetKey(int leaf, long expected, long key) {
        return KEY.compareAndSet(keys, leaf, expected, key);
    }

    /** What decides among equal keys, in a tree that has tie breakers. */
    long tie(int leaf) {
        return (long) KEY.getVolatile(ties, leaf);
    }

    /** Sets what decides among equal keys, in a tree that has tie breakers; to be followed by {@link #refresh}. */
    void setTie(int leaf, long tie) {
        KEY.setVolatile(ties, leaf, tie);
    }

    /** Lets the leaf take part or not; to be followed by {@link #refresh}. */
    public void setContained(int leaf, boolean contained) {
        NODE.setVolatile(nodes, firstLeaf + leaf, contained ? leaf : NONE);
    }

    /** Carries a change of a leaf towards the root, as far as it makes a difference. */
    public void refresh(int leaf) {
        int node = (firstLeaf + leaf) >> 1;
        while (node >= ROOT && settle(node, leaf)) {
            node >>= 1;
        }
    }

    /**
     * Sets a leaf of a tree that no other thread knows yet; to be followed by {@link #refreshAll}. Without the fences of the
     * other methods, which would keep the processor from reading the states of many backends ahead.
     */
    public void begin(int leaf, long key, boolean contained) {
        keys[leaf] = key;
        nodes[firstLeaf + leaf] = contained ? leaf : NONE;
    }

    /** As {@link #begin(int, long, boolean)}, in a tree that has tie breakers. */
    void begin(int leaf, long key, long tie, boolean contained) {
        begin(leaf, key, contained);
        ties[leaf] = tie;
    }

    /** Carries what leaves began with to the root, for a tree that no other thread knows yet: cheaper than one by one. */
    public void refreshAll() {
        for (int node = firstLeaf - 1; node >= ROOT; node--) {
            nodes[node] = better(nodes[2 * node], nodes[2 * node + 1]);
        }
    }

    /** Carries a change of a leaf to the root for a thread that has not got there yet. */
    public void help(int leaf) {
        for (int node = (firstLeaf + leaf) >> 1; node >= ROOT; node >>= 1) {
            settle(node, leaf);
        }
    }

    /**
     * Brings a node up to date. What stands there right afterwards counts for nothing: it may be what another thread saw
     * before, which then writes again, and climbs on for its own leaf only.
     *
     * @return whether that made a difference, or the leaf is the one that wins there
     */
    private boolean settle(int node, int leaf) {
        boolean written = false;
        while (true) {
            int winner = better(node(2 * node), node(2 * node + 1));
            if (node(node) == winner) {
                return written || winner == leaf;
            }
            NODE.setVolatile(nodes, node, winner);
            written = true;
        }
    }

    private int better(int left, int right) {
        if (left == NONE) {
            return right;
        }
        if (right == NONE) {
            return left;
        }
        long difference = key(right) - key(left);
        if (difference == 0 && ties.length > 0) {
            difference = tie(right) - tie(left);
        }
        return difference < 0 ? right : left;
    }

    private int node(int index) {
        return (int) NODE.getVolatile(nodes, index);
    }
}
