package dev.evenkeel.bench.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The figures for people and for other programs. */
final class Report {
    private final List<Measurement> measurements;

    Report(List<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
    }

    boolean allMet() {
        return measurements.stream().allMatch(Measurement::met);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(row("while", "figure", "measured", "target", "")).append('\n');
        for (Measurement one : measurements) {
            String target = one.target() == null ? "" : "< " + shown(one.target(), one.unit());
            text.append(row(one.scenario(), one.what(), shown(one.value(), one.unit()), target, one.verdict()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String row(String scenario, String what, String value, String target, String verdict) {
        return String.format(Locale.ROOT, "%-34s %-42s %10s %10s  %s", scenario, what, value, target, verdict)
                .stripTrailing();
    }

    private static String shown(double value, String unit) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f %s" : "%.0f %s", value, unit);
    }

    void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("ok", allMet());
        ArrayNode all = root.putArray("measurements");
        for (Measurement one : measurements) {
            ObjectNode node = all.addObject();
            node.put("while", one.scenario());
            node.put("figure", one.what());
            node.put("measured", one.value());
            node.put("unit", one.unit());
            node.put("target", one.target());
            node.put("met", one.met());
        }
        mapper.writeValue(file.toFile(), root);
    }
}
