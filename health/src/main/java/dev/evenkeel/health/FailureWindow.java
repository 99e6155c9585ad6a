package dev.evenkeel.health;

/**
 * How many of a target's uses failed lately, from totals that only grow: so the uses themselves count nothing but those
 * totals, and this looks at them now and then. For one thread.
 */
public final class FailureWindow {
    /** In how many steps the window moves. */
    public static final int STEPS = 10;

    private final long[] uses = new long[STEPS + 1];
    private final long[] failures = new long[STEPS + 1];
    private int looks;

    /** Takes note of the totals; to be called at the end of each step of the window. */
    public void look(long totalUses, long totalFailures) {
        int place = looks % uses.length;
        uses[place] = totalUses;
        failures[place] = totalFailures;
        looks = looks + 1 == 2 * uses.length ? uses.length : looks + 1;
    }

    /** Forgets what was before the last look. */
    public void restart() {
        if (looks > 0) {
            int last = (looks - 1) % uses.length;
            long lastUses = uses[last];
            long lastFailures = failures[last];
            looks = 0;
            look(lastUses, lastFailures);
        }
    }

    /** Uses within the window. */
    public long uses() {
        return grown(uses);
    }

    /** Failed uses within the window. */
    public long failures() {
        return grown(failures);
    }

    private long grown(long[] totals) {
        if (looks == 0) {
            return 0;
        }
        int last = (looks - 1) % totals.length;
        int first = looks <= totals.length ? 0 : looks % totals.length;
        return totals[last] - totals[first];
    }
}
