package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.scenario.Diary;
import dev.evenkeel.bench.nodrop.scenario.Diary.QuietWindow;
import dev.evenkeel.bench.nodrop.scenario.Diary.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether each backend got what it should. In turn, by weight: of {@code n} requests a backend with the share {@code p}
 * gets {@code n·p}, give or take five times the standard deviation that chance would give; a policy that takes
 * turns is nearer than chance. Policies that look at load promise no shares: there each backend has to get something.
 */
final class Distribution {
    private static final double DEVIATIONS = 5;

    /** Fewer for each backend say nothing. */
    private static final int LEAST_EACH = 10;

    /** What was under way to an origin when it was drained may be written down a moment later. */
    private static final long SLACK_MILLIS = 100;

    private final Journals journals;
    private final List<String> problems = new ArrayList<>();
    private int judged;

    Distribution(Journals journals, Diary diary) {
        this.journals = journals;
        diary.quietWindows().forEach(this::judge);
        diary.silences().forEach(this::judge);
    }

    /** What was not as it should be. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many quiet times had enough requests to be judged. */
    int judged() {
        return judged;
    }

    private void judge(QuietWindow window) {
        int all = window.weights().values().stream().mapToInt(Integer::intValue).sum();
        long requests = window.weights().keySet().stream()
                .mapToLong(port -> journals.arrivals(port, window.from(), window.to()))
                .sum();
        if (all == 0 || requests < (long) LEAST_EACH * window.weights().size()) {
            return;
        }
        judged++;
        for (Map.Entry<Integer, Integer> one : window.weights().entrySet()) {
            long got = journals.arrivals(one.getKey(), window.from(), window.to());
            double share = (double) one.getValue() / all;
            double expected = requests * share;
            double tolerance = DEVIATIONS * Math.sqrt(requests * share * (1 - share)) + 1;
            boolean wrong = switch (window.policy()) {
                case "round-robin" -> Math.abs(got - expected) > tolerance;
                case "first" -> false;
                default -> got == 0 && expected >= LEAST_EACH;
            };
            if (wrong) {
                problems.add(String.format(
                        Locale.ROOT,
                        "pool %s, %s: of %d requests %d got %d (expected: %.0f ± %.0f)",
                        window.pool(),
                        window.policy(),
                        requests,
                        one.getKey(),
                        got,
                        expected,
                        tolerance));
            }
        }
    }

    private void judge(Silence silence) {
        long got = journals.arrivals(silence.port(), silence.from() + SLACK_MILLIS, silence.to());
        if (got > 0) {
            problems.add("pool " + silence.pool() + ": " + silence.port() + " was drained or removed, and got " + got
                    + " requests in the " + (silence.to() - silence.from()) + " ms after that");
        }
    }
}
