package dev.evenkeel.bench.scale;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One figure.
 *
 * @param scenario what was going on
 * @param what what was measured
 * @param value less is better
 * @param unit of the value and the target
 * @param target what it has to stay below; null for a figure that only explains the others
 */
record Measurement(
        String scenario,
        String what,
        double value,
        String unit,
        @Nullable Double target) {
    Measurement {
        requireNonNull(scenario, "scenario");
        requireNonNull(what, "what");
        requireNonNull(unit, "unit");
    }

    boolean met() {
        return target == null || value < target;
    }

    /** In one word, for a table. */
    String verdict() {
        if (target == null) {
            return "";
        }
        return met() ? "ok" : "MISSED";
    }
}
