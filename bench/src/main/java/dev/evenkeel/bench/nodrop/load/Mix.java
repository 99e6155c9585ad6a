package dev.evenkeel.bench.nodrop.load;

import java.util.Arrays;
import java.util.Random;

/** Draws what is asked next, each kind by its share. */
final class Mix {
    private static final int ALL =
            Arrays.stream(Kind.values()).mapToInt(Kind::share).sum();
    private static final int TRIES = 1000;

    private Mix() {}

    static Kind draw(Random random, Target target) {
        for (int i = 0; i < TRIES; i++) {
            Kind kind = draw(random.nextInt(ALL));
            if (target.takes(kind)) {
                return kind;
            }
        }
        throw new IllegalStateException("methods: " + target.methods() + " (expected: one of GET, HEAD, PUT, POST)");
    }

    private static Kind draw(int number) {
        int left = number;
        for (Kind kind : Kind.values()) {
            left -= kind.share();
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalArgumentException("number: " + number + " (expected: below " + ALL + ")");
    }
}
