package dev.evenkeel.balancer.policy;

/**
 * Finds where in an array an object stands, by its identity: a hash table of integers, at a tenth of the cost to build of a map
 * from objects to boxed ones, for it is built anew whenever one of ten thousand backends changes. Immutable.
 */
final class Places {
    /** Stands for no place. */
    static final int ABSENT = -1;

    private final Object[] objects;

    /** At most half full; 0 for empty, else a place and 1. */
    private final int[] slots;

    /** None of the objects stands there twice; the array does not change from now on. */
    Places(Object[] objects) {
        this.objects = objects;
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
    int of(Object object) {
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
