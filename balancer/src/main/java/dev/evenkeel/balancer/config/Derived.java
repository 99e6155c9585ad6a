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
 * <p>The next list is walked through beside the last one. While they agree, or one of the last is missing, nothing but two
 * references are compared; only a source that stands nowhere near is looked up.
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
        Object[] made = new Object[next.length];
        Lookup known = new Lookup();
        for (int i = 0; i < next.length; i++) {
            Object value = known.valueOf(next[i]);
            made[i] = value == null ? make.apply(i) : value;
        }
        return new Derived<>(next, made);
    }

    /** In the order of the sources. */
    public List<V> values() {
        return new Values<>(values);
    }

    /** Remembers how far the last list was followed. */
    private final class Lookup {
        private int cursor;
        private boolean skipped;
        private @Nullable IdentityHashMap<Object, Object> elsewhere;

        @Nullable
        Object valueOf(Object source) {
            for (int at = cursor; at < Math.min(cursor + 2, sources.length); at++) {
                if (sources[at] == source) {
                    skipped |= at > cursor;
                    cursor = at + 1;
                    return values[at];
                }
            }
            return skipped || cursor < sources.length ? lookUp(source) : null;
        }

        private @Nullable Object lookUp(Object source) {
            IdentityHashMap<Object, Object> all = elsewhere;
            if (all == null) {
                all = new IdentityHashMap<>(sources.length);
                for (int i = 0; i < sources.length; i++) {
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

        @Override
        public Object[] toArray() {
            return Arrays.copyOf(values, values.length, Object[].class);
        }
    }
}
