package dev.evenkeel.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.bench.rig.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of an earlier run on a machine of the same shape.
 *
 * @param name of its file
 * @param values by the figures' keys
 */
record Baseline(String name, Map<String, Double> values) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    Baseline {
        values = Map.copyOf(values);
    }

    /**
     * The newest run in that folder that the report can be set against: on as many cores of the same model, with logs on or
     * off alike, and with a figure of Evenkeel's in common. The names of the files tell which is newest.
     */
    static Optional<Baseline> newest(Path folder, Report report) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> newestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            newestFirst = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
        for (Path file : newestFirst) {
            JsonNode root = MAPPER.readTree(file.toFile());
            Baseline baseline = read(file.getFileName().toString(), root);
            if (isComparable(root, report) && !baseline.common(report).isEmpty()) {
                return Optional.of(baseline);
            }
        }
        return Optional.empty();
    }

    private static boolean isComparable(JsonNode root, Report report) {
        Machine machine = report.origin().machine();
        return root.at("/machine/cores").asInt() == machine.cores()
                && root.at("/machine/processor").asText().equals(machine.processor())
                && root.at("/plan/accessLog").asBoolean() == report.plan().accessLog();
    }

    static Baseline read(String name, JsonNode root) {
        Map<String, Double> values = new HashMap<>();
        for (JsonNode figure : root.path("figures")) {
            values.put(JsonReport.figure(figure).key(), figure.path("value").asDouble(Double.NaN));
        }
        return new Baseline(name, values);
    }

    private List<Figure> common(Report report) {
        Set<String> own = report.plan().contenders().stream()
                .filter(Contender::isEvenkeel)
                .map(Contender::name)
                .collect(Collectors.toSet());
        return report.figures().stream()
                .filter(figure -> own.contains(figure.contender()) && Double.isFinite(figure.value()))
                .filter(figure -> Double.isFinite(values.getOrDefault(figure.key(), Double.NaN)))
                .toList();
    }

    /** A row for each figure of Evenkeel's that was measured then, too. */
    String changes(Report report) {
        TextTable table = new TextTable(List.of("Change against " + name, "", "then", "now", "%"));
        for (Figure figure : common(report)) {
            double then = values.getOrDefault(figure.key(), Double.NaN);
            table.add(List.of(
                    figure.section() + " " + figure.item() + ", " + figure.unit(),
                    figure.contender(),
                    CostTables.number(then),
                    CostTables.number(figure.value()),
                    String.format(Locale.ROOT, "%+.0f", 100 * (figure.value() / then - 1))));
        }
        return table.toString();
    }
}
