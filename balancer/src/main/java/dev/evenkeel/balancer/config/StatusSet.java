package dev.evenkeel.balancer.config;

import java.util.BitSet;
import java.util.Collection;
import java.util.regex.Pattern;

/** An immutable set of HTTP statuses of failure, 400 to 599, that can be asked without cost. */
public final class StatusSet {

    private static final int LOWEST = 400;
    private static final int HIGHEST = 599;
    private static final Pattern RANGE = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");

    private final BitSet statuses;

    private StatusSet(BitSet statuses) {
        this.statuses = statuses;
    }

    /**
     * Reads one status or a range of them, both ends included.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    static StatusSet parse(String text) {
        var range = RANGE.matcher(text);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from >= LOWEST && from <= to && to <= HIGHEST) {
                var statuses = new BitSet();
                statuses.set(from, to + 1);
                return new StatusSet(statuses);
            }
        }
        throw new IllegalArgumentException(
                Kind.mismatch(text, LOWEST + " to " + HIGHEST + ", or a range such as 502-504"));
    }

    static StatusSet union(Collection<StatusSet> sets) {
        var statuses = new BitSet();
        sets.forEach(set -> statuses.or(set.statuses));
        return new StatusSet(statuses);
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
