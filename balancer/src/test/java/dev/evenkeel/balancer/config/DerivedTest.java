package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DerivedTest {

    /** A source of no value of its own: only itself. */
    private static final class Source {}

    private static final class Value {
        final Source source;

        Value(Source source) {
            this.source = source;
        }
    }

    private static Derived<Source, Value> derive(Derived<Source, Value> before, List<Source> sources) {
        return before.next(sources, index -> new Value(sources.get(index)));
    }

    @Test
    void everyValueBelongsToItsSourceAndIsTheOneOfBeforeIfThereWasOneWhateverMoved() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            var sources = new ArrayList<Source>();
            Derived<Source, Value> before = Derived.none();
            for (int step = 0; step < 30; step++) {
                var known = new ArrayList<>(sources);
                change(sources, random);

                Derived<Source, Value> next = derive(before, sources);

                assertThat(next.values()).extracting(value -> value.source).containsExactlyElementsOf(sources);
                for (int i = 0; i < sources.size(); i++) {
                    int was = known.indexOf(sources.get(i));
                    if (was >= 0) {
                        assertThat(next.values().get(i))
                                .as("seed %d, step %d", seed, step)
                                .isSameAs(before.values().get(was));
                    }
                }
                before = next;
            }
        }
    }

    private static void change(List<Source> sources, Random random) {
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int place = sources.isEmpty() ? 0 : random.nextInt(sources.size());
            switch (sources.isEmpty() ? 0 : random.nextInt(4)) {
                case 0 -> sources.add(new Source());
                case 1 -> sources.add(place, new Source());
                case 2 -> sources.remove(place);
                default -> sources.add(random.nextInt(sources.size()), sources.remove(place));
            }
        }
    }

    @Test
    void ofOneThatIsAddedAtTheEndOnlyThatIsMade() {
        var sources = new ArrayList<>(List.of(new Source(), new Source()));
        Derived<Source, Value> before = derive(Derived.none(), sources);
        sources.add(new Source());
        var made = new ArrayList<Integer>();

        before.next(sources, index -> {
            made.add(index);
            return new Value(sources.get(index));
        });

        assertThat(made).containsExactly(2);
    }
}
