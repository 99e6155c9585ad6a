package dev.evenkeel.bench.nodrop.verdict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.load.Kind;
import dev.evenkeel.bench.nodrop.load.Ledger.Summary;
import dev.evenkeel.bench.nodrop.verdict.Judge.Judgement;
import java.io.IOException;
import java.nio.file.Path;

/** A verdict as JSON. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Verdict verdict;

    public JsonReport(Verdict verdict) {
        this.verdict = verdict;
    }

    /**
     * Writes it to a file.
     *
     * @param head what the run was: proxy, seed and so on
     * @param ownFailures what the proxy tells of its failures, as JSON, or empty
     */
    public void write(Path file, ObjectNode head, String ownFailures) throws IOException {
        ObjectNode root = head.deepCopy();
        root.put("passed", verdict.exitCode() == 0);
        root.put("requests", verdict.ledger().begun());
        root.put("dropped", verdict.dropped().size());
        root.put("not-servable", verdict.excused());
        kinds(root.putObject("kinds"));
        ObjectNode once = root.putObject("once");
        once.put("executed", verdict.executed());
        once.set("more-than-once", JSON.valueToTree(verdict.duplicates()));
        once.set("answered-not-executed", JSON.valueToTree(verdict.unexecuted()));
        ObjectNode disturbances = root.putObject("disturbances");
        verdict.scenario().diary().counts().forEach((what, count) -> disturbances.put(what.label(), count));
        ObjectNode distribution = root.putObject("distribution");
        distribution.put("quiet-windows", verdict.quietWindows());
        distribution.set("problems", JSON.valueToTree(verdict.distributionProblems()));
        root.set("errors", JSON.valueToTree(verdict.errors()));
        failures(root.putArray("failures"));
        root.set(
                "stories",
                JSON.valueToTree(
                        verdict.stories().stream().map(JsonReport::story).toList()));
        if (!ownFailures.isEmpty()) {
            root.set("failures-of-the-proxy", JSON.readTree(ownFailures));
        }
        JSON.writeValue(file.toFile(), root);
    }

    private void kinds(ObjectNode kinds) {
        for (Kind kind : Kind.values()) {
            Summary summary = verdict.ledger().summary(kind);
            ObjectNode node = kinds.putObject(kind.label());
            node.put("served", summary.count());
            node.put("p50-us", summary.p50Micros());
            node.put("p99-us", summary.p99Micros());
            node.put("max-us", summary.maxMicros());
        }
    }

    private void failures(ArrayNode failures) {
        for (Judgement judgement : verdict.judgements()) {
            Failure failure = judgement.failure();
            ObjectNode node = failures.addObject();
            node.put("id", failure.request().id());
            node.put("kind", failure.request().kind().label());
            node.put("began-ms", failure.beganMillis());
            node.put("ended-ms", failure.endedMillis());
            node.put("ending", failure.ending().label());
            node.put("status", failure.status());
            node.put("dropped", judgement.dropped());
            node.put("excuse", judgement.excuse());
        }
    }

    private static ObjectNode story(Story story) {
        ObjectNode node = JSON.createObjectNode();
        node.put("at", story.at());
        node.put("after-ms", story.millis());
        node.put("request", story.request());
        node.put("ending", story.ending());
        node.put("detail", story.detail());
        node.set("under-way", JSON.valueToTree(story.underWay()));
        node.set("origins", JSON.valueToTree(story.origins()));
        node.put("proxy", story.proxy());
        return node;
    }
}
