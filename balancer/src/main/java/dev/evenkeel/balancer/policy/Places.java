package dev.evenkeel.balancer.policy;

import org.jspecify.annotations.Nullable;

/**
 * Finds where in an array an object stands, by its identity: a hash table of integers, at a tenth of the cost of a map from
 * objects to boxed ones. One thread at a time adds and removes, any may look meanwhile: who knows of an object only once it was
 * added finds it, and who looks for one that was removed may find it for a moment yet.
 */
final class Places {
    /** Stands for no place. */
    static final int ABSENT = -1;

    private static final int FREE = 0;

    /** Of an object that was removed: those behind it are to be found still. */
    private static final int LEFT = -1;

    private final @Nullable Object[] objects;

    /** At most half of them not free: else a place and 1. Replaced as a whole when too many have been used. */
    private volatile int[] slots;

    private int used;

    /**
     * @param objects none of them twice; null where there is none. Whoever changes this array calls {@link #add} after, or
     *     {@link #remove} after
     */
    Places(@Nullable Object[] objects) {
        this.objects = objects;
        slots = table();
    }

    private int[] table() {
        int[] table = new int[Integer.highestOneBit(Math.max(1, objects.length)) << 2];
        used = 0;
        for (int place = 0; place < objects.length; place++) {
            Object object = objects[place];
            if (object != null) {
                enter(table, object, place);
            }
        }
        return table;
    }

    private void enter(int[] table, Object object, int place) {
        int slot = slotOf(object, table);
        while (table[slot] > FREE) {
            slot = next(slot, table);
        }
        used += table[slot] == FREE ? 1 : 0;
        table[slot] = place + 1;
    }

    /** The object that stands at a place now can be found from now on. */
    void add(Object object, int place) {
        int[] table = slots;
        if (2 * used >= table.length) {
            slots = table();
        } else {
            enter(table, object, place);
        }
    }

    /** An object that stood at a place is found no more. */
    void remove(Object object, int place) {
        int[] table = slots;
        int slot = slotOf(object, table);
        while (table[slot] != FREE) {
            if (table[slot] == place + 1) {
                table[slot] = LEFT;
                return;
            }
            slot = next(slot, table);
        }
    }

    /** The place of an object, or {@link #ABSENT}. */
    @SuppressWarnings("ReferenceEquality") // that is what it is for
    int of(Object object) {
        int[] table = slots;
        for (int slot = slotOf(object, table); table[slot] != FREE; slot = next(slot, table)) {
            int place = table[slot] - 1;
            if (place >= 0 && objects[place] == object) {
                return place;
            }
        }
        return ABSENT;
    }

    private static int next(int slot, int[] table) {
        return (slot + 1) & (table.length - 1);
    }

    private static int slotOf(Object object, int[] table) {
        int hash = System.identityHashCode(object);
        return (hash ^ hash >>> 16) & (table.length - 1);
    }
}
