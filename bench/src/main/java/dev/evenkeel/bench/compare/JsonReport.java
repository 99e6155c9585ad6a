package dev.evenkeel.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report for other programs and for later runs: all figures, all targets, and each run of the cost section. */
final class JsonReport {
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Report report;

    JsonReport(Report report) {
        this.report = report;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, mapper.writeValueAsString(tree()) + "\n");
    }

    ObjectNode tree() {
        ObjectNode root = mapper.createObjectNode();
        root.put("time", report.origin().time().toString());
        root.put("commit", report.origin().commit());
        root.set("machine", machine());
        ObjectNode versions = root.putObject("versions");
        report.origin().versions().forEach(versions::put);
        root.set("plan", plan());
        ArrayNode figures = root.putArray("figures");
        report.figures().forEach(figure -> figures.add(node(figure)));
        ArrayNode targets = root.putArray("targets");
        report.sections().forEach(section -> section.targets().forEach(target -> targets.add(node(target))));
        ArrayNode runs = root.putArray("runs");
        for (Section section : report.sections()) {
            if (section instanceof CostSection cost) {
                cost.results().all().forEach(result -> runs.add(node(result)));
            }
        }
        return root;
    }

    /** Reads one of the figures of a report. */
    static Figure figure(JsonNode node) {
        return new Figure(
                node.path("section").asText(),
                node.path("item").asText(),
                node.path("contender").asText(),
                node.path("unit").asText(),
                node.path("value").asDouble(Double.NaN));
    }

    private ObjectNode machine() {
        Machine machine = report.origin().machine();
        ObjectNode node = mapper.createObjectNode();
        node.put("cores", machine.cores());
        node.put("processor", machine.processor());
        node.put("memoryGibibytes", machine.memoryGibibytes());
        node.put("kernel", machine.kernel());
        return node;
    }

    private ObjectNode plan() {
        Plan plan = report.plan();
        ObjectNode node = mapper.createObjectNode();
        node.put("rounds", plan.rounds());
        node.put("seconds", plan.seconds());
        node.put("warmupSeconds", plan.warmupSeconds());
        node.put("accessLog", plan.accessLog());
        return node;
    }

    private ObjectNode node(Figure figure) {
        ObjectNode node = mapper.createObjectNode();
        node.put("section", figure.section());
        node.put("item", figure.item());
        node.put("contender", figure.contender());
        node.put("unit", figure.unit());
        put(node, "value", figure.value());
        return node;
    }

    private ObjectNode node(Target target) {
        ObjectNode node = mapper.createObjectNode();
        node.put("what", target.what());
        node.put("contender", target.contender());
        put(node, "value", target.value());
        put(node, "limit", target.limit());
        node.put("verdict", target.verdict());
        return node;
    }

    private ObjectNode node(Result result) {
        ObjectNode node = mapper.createObjectNode();
        node.put("workload", result.workload().id());
        node.put("contender", result.contender().name());
        ArrayNode samples = node.putArray("samples");
        result.samples().forEach(sample -> samples.add(node(sample)));
        ArrayNode invalid = node.putArray("invalid");
        result.invalid().forEach(invalid::add);
        return node;
    }

    private ObjectNode node(Sample sample) {
        ObjectNode node = mapper.createObjectNode();
        for (Metric metric : Metric.values()) {
            put(node, metric.key(), metric.of(sample));
        }
        node.put("requests", sample.load().requests());
        node.put("socketErrors", sample.load().socketErrors());
        node.put("backendConnections", sample.backendConnections());
        put(node, "otherProcessesCores", sample.disturbance().otherProcesses());
        put(node, "hypervisorCores", sample.disturbance().hypervisor());
        return node;
    }

    /** JSON has no NaN: what is not known is null. */
    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
