package dev.evenkeel.balancer.config;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was made of each of a list of sources, to be taken over where the next list has the very same sources: so that after
 * one of ten thousand changed, one is made anew. A source stands for what is made of it by its identity, not by equality, so
 * it has to be immutable. Immutable itself.
 *
 * <p>Where the next list begins and ends as the last one did, the values are copied as a whole. What lies between is walked
 * through side by side; only a source that stands nowhere near is looked up.
 *
 * @param <S> what values are made of
 * @param <V> the values
 */
public final class Derived<S, V> {
    private final Object[] sources;
    private final Object[] values;

    private Derived(Object[] sources, Object[] values) {
        this.sources = sources;
        this.values = values;
    }

    /** Nothing was made yet. */
    public static <S, V> Derived<S, V> none() {
        return new Derived<>(new Object[0], new Object[0]);
    }

    /** What was made elsewhere, of each source the value at the same index. */
    public static <S, V> Derived<S, V> of(List<? extends S> sources, List<? extends V> values) {
        if (sources.size() != values.size()) {
            throw new IllegalArgumentException("values: " + values.size() + " (expected: " + sources.size() + ")");
        }
        return new Derived<>(sources.toArray(), values.toArray());
    }

    /** The values of other sources; {@code make} is asked for those, by their indexes, of which there is none here. */
    public Derived<S, V> next(List<? extends S> nextSources, IntFunction<? extends V> make) {
        Object[] next = nextSources.toArray();
        int before = sameBefore(next);
        int behind = sameBehind(next, before);
        Object[] made = new Object[next.length];
        System.arraycopy(values, 0, made, 0, before);
        System.arraycopy(values, values.length - behind, made, made.length - behind, behind);
        Lookup between = new Lookup(before, sources.length - behind);
        for (int i = before; i < next.length - behind; i++) {
            Object value = between.valueOf(next[i]);
            made[i] = value == null ? make.apply(i) : value;
        }
        return new Derived<>(next, made);
    }

    private int sameBefore(Object[] next) {
        int most = Math.min(sources.length, next.length);
        int count = 0;
        while (count < most && sources[count] == next[count]) {
            count++;
        }
        return count;
    }

    private int sameBehind(Object[] next, int before) {
        int most = Math.min(sources.length, next.length) - before;
        int count = 0;
        while (count < most && sources[sources.length - 1 - count] == next[next.length - 1 - count]) {
            count++;
        }
        return count;
    }

    /** In the order of the sources. */
    public List<V> values() {
        return new Values<>(values);
    }

    /** Looks among the sources between two places, and remembers how far they were followed. */
    private final class Lookup {
        private final int start;
        private final int end;
        private int cursor;
        private @Nullable IdentityHashMap<Object, Object> elsewhere;

        Lookup(int start, int end) {
            this.start = start;
            this.end = end;
            cursor = start;
        }

        @Nullable
        Object valueOf(Object source) {
            for (int at = cursor; at < Math.min(cursor + 2, end); at++) {
                if (sources[at] == source) {
                    cursor = at + 1;
                    return values[at];
                }
            }
            return lookUp(source);
        }

        private @Nullable Object lookUp(Object source) {
            IdentityHashMap<Object, Object> all = elsewhere;
            if (all == null) {
                all = new IdentityHashMap<>(end - start);
                for (int i = start; i < end; i++) {
                    all.put(sources[i], values[i]);
                }
                elsewhere = all;
            }
            return all.get(source);
        }
    }

    private static final class Values<V> extends AbstractList<V> implements RandomAccess {
        private final Object[] values;

        Values(Object[] values) {
            this.values = values;
        }

        @Override
        @SuppressWarnings("unchecked") // filled with values only
        public V get(int index) {
            return (V) values[index];
        }

        @Override
        public int size() {
            return values.length;
        }

        /** In one go where it can be: such lists are long, and mostly either the same or of different length. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Values<?> others ? Arrays.equals(values, others.values) : super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }

        @Override
        public Object[] toArray() {
            return Arrays.copyOf(values, values.length, Object[].class);
        }
    }
}
