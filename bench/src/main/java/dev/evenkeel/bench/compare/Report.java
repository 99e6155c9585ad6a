package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that one call found.
 *
 * @param origin when, where and of what
 * @param plan how it was measured
 * @param sections in the order in which they are told
 */
record Report(Provenance origin, Plan plan, List<Section> sections) {
    Report {
        sections = List.copyOf(sections);
    }

    List<Figure> figures() {
        return sections.stream().flatMap(section -> section.figures().stream()).toList();
    }

    boolean hasInvalidRuns() {
        return sections.stream().anyMatch(Section::hasInvalidRuns);
    }

    /** As text, with the changes against an earlier run if there is one that this one can be set against. */
    String text(Optional<Baseline> baseline) {
        StringBuilder text = new StringBuilder(heading());
        sections.forEach(section -> text.append('\n').append(section.text()));
        text.append('\n').append(targets());
        baseline.ifPresent(earlier -> text.append('\n').append(earlier.changes(this)));
        return text.toString();
    }

    private String heading() {
        StringBuilder text = new StringBuilder();
        text.append(origin.time()).append(", commit ").append(origin.commit()).append('\n');
        text.append(origin.machine().shape()).append('\n');
        origin.versions()
                .forEach((name, version) ->
                        text.append(name).append(": ").append(version).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "medians of %d rounds of %d s after %d s of warm-up; access logs %s%n",
                plan.rounds(),
                plan.seconds(),
                plan.warmupSeconds(),
                plan.accessLog() ? "on" : "off"));
        return text.toString();
    }

    private String targets() {
        TextTable table = new TextTable(List.of("Targets", "", "value", "at most", ""));
        int met = 0;
        int known = 0;
        for (Section section : sections) {
            for (Target target : section.targets()) {
                met += target.isMet() ? 1 : 0;
                known += target.isKnown() ? 1 : 0;
                table.add(List.of(
                        target.what(),
                        target.contender(),
                        CostTables.number(target.value()),
                        CostTables.number(target.limit()),
                        target.verdict()));
            }
        }
        return table + String.format(Locale.ROOT, "%d of %d met%n", met, known);
    }
}
