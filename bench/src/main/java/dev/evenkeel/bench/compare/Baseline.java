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
     * The newest run in that folder that has the same number of cores of the same model, and logs on or off alike. The
     * names of the files tell which is newest.
     */
    static Optional<Baseline> newest(Path folder, Machine machine, boolean accessLog) throws IOException {
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
            if (isComparable(root, machine, accessLog)) {
                return Optional.of(read(file.getFileName().toString(), root));
            }
        }
        return Optional.empty();
    }

    private static boolean isComparable(JsonNode root, Machine machine, boolean accessLog) {
        return root.at("/machine/cores").asInt() == machine.cores()
                && root.at("/machine/processor").asText().equals(machine.processor())
                && root.at("/plan/accessLog").asBoolean() == accessLog;
    }

    static Baseline read(String name, JsonNode root) {
        Map<String, Double> values = new HashMap<>();
        for (JsonNode figure : root.path("figures")) {
            values.put(JsonReport.figure(figure).key(), figure.path("value").asDouble(Double.NaN));
        }
        return new Baseline(name, values);
    }

    /** A row for each figure of these contenders that was measured then, too. */
    String changes(List<Figure> figures, Set<String> contenders) {
        TextTable table = new TextTable(List.of("Change against " + name, "", "then", "now", "%"));
        for (Figure figure : figures) {
            Double then = values.get(figure.key());
            if (contenders.contains(figure.contender()) && then != null && Double.isFinite(figure.value())) {
                table.add(List.of(
                        figure.section() + " " + figure.item() + ", " + figure.unit(),
                        figure.contender(),
                        CostTables.number(then),
                        CostTables.number(figure.value()),
                        String.format(Locale.ROOT, "%+.0f", 100 * (figure.value() / then - 1))));
            }
        }
        return table.toString();
    }
}
