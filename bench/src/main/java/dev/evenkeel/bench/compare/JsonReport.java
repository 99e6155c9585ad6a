package dev.evenkeel.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.bench.rig.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/** The results with every single run, for other programs. */
final class JsonReport {
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Results results;

    JsonReport(Results results) {
        this.results = results;
    }

    void write(Path file, LocalDate date) throws IOException {
        mapper.writeValue(file.toFile(), tree(date));
    }

    ObjectNode tree(LocalDate date) {
        ObjectNode root = mapper.createObjectNode();
        root.put("date", date.toString());
        root.set("machine", machine());
        root.set("plan", plan());
        ArrayNode all = root.putArray("results");
        results.all().forEach(result -> all.add(result(result)));
        return root;
    }

    private ObjectNode machine() {
        Machine machine = results.machine();
        ObjectNode node = mapper.createObjectNode();
        node.put("cores", machine.cores());
        node.put("processor", machine.processor());
        node.put("memoryGibibytes", machine.memoryGibibytes());
        node.put("kernel", machine.kernel());
        node.put("java", machine.java());
        ObjectNode versions = node.putObject("versions");
        machine.versions().forEach((proxy, version) -> versions.put(proxy.id(), version));
        return node;
    }

    private ObjectNode plan() {
        Plan plan = results.plan();
        ObjectNode node = mapper.createObjectNode();
        node.put("rounds", plan.rounds());
        node.put("seconds", plan.seconds());
        node.put("warmupSeconds", plan.warmupSeconds());
        node.put("accessLog", plan.accessLog());
        return node;
    }

    private ObjectNode result(Result result) {
        ObjectNode node = mapper.createObjectNode();
        node.put("workload", result.workload().id());
        node.put("proxy", result.proxy().id());
        for (Metric metric : Metric.values()) {
            ObjectNode values = node.putObject(metric.key());
            put(values, "median", result.median(metric));
            put(values, "spread", result.spread(metric));
            for (Proxy yardstick : Results.YARDSTICKS) {
                put(values, "to-" + yardstick.id(), results.ratio(result, metric, yardstick));
            }
        }
        node.put("socketErrors", result.socketErrors());
        ArrayNode runs = node.putArray("runs");
        result.samples().forEach(sample -> runs.add(run(sample)));
        ArrayNode invalid = node.putArray("invalidRuns");
        result.invalid().forEach(invalid::add);
        return node;
    }

    private ObjectNode run(Sample sample) {
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
