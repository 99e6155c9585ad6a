package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.rig.TextTable;
import java.util.List;
import java.util.Map;

/** The pauses of Evenkeel's garbage collectors during the other sections, those of the start and the first warm-up apart. */
final class PausesSection implements Section {
    private final List<GcPauses> pauses;

    PausesSection(List<GcPauses> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    @Override
    public String id() {
        return "gc";
    }

    @Override
    public String text() {
        TextTable table = new TextTable(List.of("", "pauses", "p99.9 ms", "max ms", "before: pauses", "max ms"));
        pauses.forEach(each -> table.add(List.of(
                each.contender(),
                Integer.toString(each.millis().size()),
                CostTables.number(each.tail()),
                CostTables.number(each.greatest()),
                Integer.toString(each.warmUp().size()),
                CostTables.number(each.greatestOfWarmUp()))));
        return "Garbage collection during cost and latency, and before, from the start until the first measured run\n"
                + table;
    }

    @Override
    public List<Figure> figures() {
        return pauses.stream()
                .map(each -> new Figure(id(), "pause p99.9", each.contender(), "ms", each.tail()))
                .toList();
    }

    @Override
    public List<Target> targets() {
        return pauses.stream()
                .map(each -> new Target("GC pause p99.9, ms", each.contender(), each.tail(), Target.PAUSE_MILLIS))
                .toList();
    }

    @Override
    public Map<String, Svg> charts() {
        return Map.of();
    }
}
