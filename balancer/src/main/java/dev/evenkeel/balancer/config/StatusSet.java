package dev.evenkeel.balancer.config;

import java.util.BitSet;

/** An immutable set of HTTP statuses, 100 to 599, that can be asked without cost. */
public final class StatusSet {

    static final int LOWEST = 100;
    static final int HIGHEST = 599;

    private final BitSet statuses;

    private StatusSet(BitSet statuses) {
        this.statuses = statuses;
    }

    static StatusSet copyOf(BitSet statuses) {
        return new StatusSet((BitSet) statuses.clone());
    }

    /** Whether {@code status} is one of them; false for any number that is no status. */
    public boolean contains(int status) {
        return status >= LOWEST && statuses.get(status);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return statuses.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatusSet that && statuses.equals(that.statuses);
    }

    @Override
    public int hashCode() {
        return statuses.hashCode();
    }

    @Override
    public String toString() {
        return statuses.toString();
    }
}
