package dev.evenkeel.bench.soak;

import dev.evenkeel.bench.rig.Statistics;
import java.util.List;
import java.util.Locale;

/**
 * Judges whether a series of readings grows. The first quarter is the warm-up and says nothing; then the
 * median of the second quarter is set against that of the last. A leak adds up over hundreds of thousands of
 * requests, so what stays below both margins is none.
 */
final class Growth {
    private static final double MARGIN_SHARE = 0.05;
    private static final double MARGIN_MEBIBYTES = 4;

    private final String name;
    private final double early;
    private final double late;

    private Growth(String name, double early, double late) {
        this.name = name;
        this.early = early;
        this.late = late;
    }

    /** Judges four readings or more, in MiB. */
    static Growth of(String name, List<Double> mebibytes) {
        int count = mebibytes.size();
        if (count < 4) {
            throw new IllegalArgumentException("readings: " + count + " (expected: 4 or more)");
        }
        int quarter = count / 4;
        return new Growth(
                name,
                Statistics.median(mebibytes.subList(quarter, 2 * quarter)),
                Statistics.median(mebibytes.subList(count - quarter, count)));
    }

    boolean grows() {
        return late - early > Math.max(MARGIN_MEBIBYTES, early * MARGIN_SHARE);
    }

    /** One sentence. */
    String verdict() {
        return String.format(
                Locale.ROOT, "%s %s: %.1f MiB, then %.1f MiB", name, grows() ? "GROWS" : "does not grow", early, late);
    }
}
