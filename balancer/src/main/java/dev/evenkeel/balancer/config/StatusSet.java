package dev.evenkeel.balancer.config;

import java.util.BitSet;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** An immutable set of HTTP statuses that can be asked without cost. */
public final class StatusSet {

    private static final int LOWEST_FINAL = 200;
    private static final int LOWEST_FAILURE = 400;
    private static final int HIGHEST = 599;
    private static final Pattern RANGE = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");

    private final BitSet statuses;

    private StatusSet(BitSet statuses) {
        this.statuses = statuses;
    }

    /**
     * Reads one status of failure, 400 to 599, or a range of them, both ends included.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    static StatusSet parse(String text) {
        return parse(text, LOWEST_FAILURE, "502-504");
    }

    /**
     * Reads one status of a final response, 200 to 599, or a range of them, both ends included.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    static StatusSet parseFinal(String text) {
        return parse(text, LOWEST_FINAL, "200-399");
    }

    private static StatusSet parse(String text, int lowest, String example) {
        var range = RANGE.matcher(text);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from >= lowest && from <= to && to <= HIGHEST) {
                var statuses = new BitSet();
                statuses.set(from, to + 1);
                return new StatusSet(statuses);
            }
        }
        throw new IllegalArgumentException(
                Kind.mismatch(text, lowest + " to " + HIGHEST + ", or a range such as " + example));
    }

    static StatusSet union(Collection<StatusSet> sets) {
        var statuses = new BitSet();
        sets.forEach(set -> statuses.or(set.statuses));
        return new StatusSet(statuses);
    }

    /** Whether {@code status} is one of them; false for any number that is no status. */
    public boolean contains(int status) {
        return status >= 0 && statuses.get(status);
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

    /** The ranges, as they could be written: {@code 200-399, 404}. */
    @Override
    public String toString() {
        var ranges = new StringJoiner(", ");
        for (int from = statuses.nextSetBit(0); from >= 0; ) {
            int to = statuses.nextClearBit(from) - 1;
            ranges.add(from == to ? Integer.toString(from) : from + "-" + to);
            from = statuses.nextSetBit(to + 1);
        }
        return ranges.toString();
    }
}
