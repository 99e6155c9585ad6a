package dev.evenkeel.balancer.policy;

import java.util.List;

/**
 * Finds where in a list an object stands, by its identity: a hash table of integers, at a tenth of the cost to build of a map
 * from objects to boxed ones, for it is built anew whenever one of ten thousand backends changes. Immutable.
 *
 * @param <T> what stands in the list, none of them twice
 */
public final class Places<T> {
    /** Stands for no place. */
    public static final int ABSENT = -1;

    private final Object[] objects;

    /** At most half full; 0 for empty, else a place and 1. */
    private final int[] slots;

    public Places(List<? extends T> list) {
        objects = list.toArray();
        slots = new int[Integer.highestOneBit(Math.max(1, objects.length)) << 2];
        for (int place = 0; place < objects.length; place++) {
            int slot = slotOf(objects[place]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = place + 1;
        }
    }

    /** The place of an object, or {@link #ABSENT}. */
    @SuppressWarnings("ReferenceEquality") // that is what it is for
    public int of(T object) {
        for (int slot = slotOf(object); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int place = slots[slot] - 1;
            if (objects[place] == object) {
                return place;
            }
        }
        return ABSENT;
    }

    private int slotOf(Object object) {
        int hash = System.identityHashCode(object);
        return (hash ^ hash >>> 16) & (slots.length - 1);
    }
}
