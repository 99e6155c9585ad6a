package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.load.Kind;
import dev.evenkeel.bench.nodrop.load.Ledger.Summary;
import dev.evenkeel.bench.nodrop.verdict.Judge.Judgement;
import dev.evenkeel.bench.rig.TextTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A verdict as tables for a terminal. */
public final class TextReport {
    private final Verdict verdict;

    public TextReport(Verdict verdict) {
        this.verdict = verdict;
    }

    /** The whole report. */
    public String render() {
        return kinds() + '\n' + failures() + disturbances() + '\n' + once() + stories() + '\n' + sentence() + '\n';
    }

    private String kinds() {
        Map<Kind, Long> dropped = count(true);
        Map<Kind, Long> excused = count(false);
        TextTable table =
                new TextTable(List.of("", "served", "dropped", "not servable", "p50 ms", "p99 ms", "longest ms"));
        for (Kind kind : Kind.values()) {
            Summary summary = verdict.ledger().summary(kind);
            table.add(List.of(
                    kind.label(),
                    Integer.toString(summary.count()),
                    Long.toString(dropped.getOrDefault(kind, 0L)),
                    Long.toString(excused.getOrDefault(kind, 0L)),
                    millis(summary.p50Micros()),
                    millis(summary.p99Micros()),
                    millis(summary.maxMicros())));
        }
        return table.toString();
    }

    private Map<Kind, Long> count(boolean dropped) {
        return verdict.judgements().stream()
                .filter(judgement -> judgement.dropped() == dropped)
                .collect(Collectors.groupingBy(
                        judgement -> judgement.failure().request().kind(),
                        () -> new EnumMap<>(Kind.class),
                        Collectors.counting()));
    }

    private String failures() {
        if (verdict.judgements().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(List.of("how they ended", "count"));
        Map<String, Long> counts = new TreeMap<>();
        verdict.judgements().forEach(judgement -> counts.merge(name(judgement), 1L, Long::sum));
        counts.forEach((name, count) -> table.add(List.of(name, Long.toString(count))));
        return table.toString() + '\n';
    }

    private static String name(Judgement judgement) {
        Failure failure = judgement.failure();
        return (judgement.dropped() ? "dropped: " : "not servable: ")
                + failure.ending().label()
                + (failure.status() == 0 ? "" : " " + failure.status())
                + (judgement.excuse() == null ? "" : ": " + judgement.excuse());
    }

    private String disturbances() {
        TextTable table = new TextTable(List.of("disturbance", "times"));
        verdict.scenario()
                .diary()
                .counts()
                .forEach((disturbance, count) -> table.add(List.of(disturbance.label(), Integer.toString(count))));
        return table.toString();
    }

    private String once() {
        StringBuilder text = new StringBuilder();
        text.append("POST executed: ")
                .append(verdict.executed())
                .append("; more than once: ")
                .append(verdict.duplicates().size())
                .append("; answered and not executed: ")
                .append(verdict.unexecuted().size())
                .append('\n');
        text.append("shares looked at in quiet times: ")
                .append(verdict.quietWindows())
                .append("; wrong: ")
                .append(verdict.distributionProblems().size())
                .append('\n');
        verdict.distributionProblems()
                .forEach(problem -> text.append("  ").append(problem).append('\n'));
        verdict.errors().forEach(error -> text.append("! ").append(error).append('\n'));
        return text.toString();
    }

    private String stories() {
        StringBuilder text = new StringBuilder();
        for (Story story : verdict.stories()) {
            text.append("\n! ")
                    .append(story.at())
                    .append("  ")
                    .append(story.request())
                    .append('\n');
            text.append("  ")
                    .append(story.ending())
                    .append(" after ")
                    .append(story.millis())
                    .append(" ms: ");
            text.append(story.detail()).append('\n');
            text.append("  under way: ")
                    .append(String.join("; ", story.underWay()))
                    .append('\n');
            text.append("  origins: ")
                    .append(String.join("; ", story.origins()))
                    .append('\n');
            text.append("  proxy: ").append(story.proxy()).append('\n');
        }
        return text.toString();
    }

    private String sentence() {
        long begun = verdict.ledger().begun();
        return String.format(
                Locale.ROOT,
                "%d requests, %d dropped, %d that could not be served: %s",
                begun,
                verdict.dropped().size(),
                verdict.excused(),
                verdict.exitCode() == 0 ? "passed" : "FAILED");
    }

    private static String millis(int micros) {
        return String.format(Locale.ROOT, "%.1f", micros / 1000.0);
    }
}
