package dev.evenkeel.balancer.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Comparator;

/** Shows remembered failures to people: many as a table, one in full. */
final class FailuresView {
    private FailuresView() {}

    static void many(JsonNode answer, PrintWriter out) {
        JsonNode failures = answer.path("failures");
        if (failures.isEmpty()) {
            out.println("None.");
            out.flush();
            return;
        }
        var table = new Table("TIME", "REQUEST ID", "OUTCOME", "STATUS", "SERVICE", "BACKENDS", "MS", "REQUEST");
        for (JsonNode failure : failures) {
            table.row(
                    failure.path("time").asText(),
                    failure.path("request-id").asText("-"),
                    outcome(failure),
                    failure.path("status").asText("-"),
                    failure.path("service").asText("-"),
                    backends(failure),
                    millis(failure.path("timeline-us").path("finished").asLong()),
                    request(failure));
        }
        table.print(out);
        int total = answer.path("total").asInt();
        if (total > failures.size()) {
            out.println(failures.size() + " of " + total + "; --limit shows more.");
            out.flush();
        }
    }

    static void one(JsonNode failure, PrintWriter out) {
        out.println(request(failure) + " for " + failure.path("host").asText("no host") + " from "
                + failure.path("client").asText() + " at listener "
                + failure.path("listener").asText());
        out.println("id       " + failure.path("request-id").asText("-"));
        out.println("ended    " + failure.path("time").asText());
        out.println("outcome  " + outcome(failure) + ", status "
                + failure.path("status").asText("none") + ": "
                + failure.path("sentence").asText());
        out.println("reason   " + failure.path("reason").asText("-"));
        out.println("service  " + failure.path("service").asText("-"));
        out.println();
        attempts(failure, out);
        timeline(failure.path("timeline-us"), out);
    }

    private static void attempts(JsonNode failure, PrintWriter out) {
        if (failure.path("attempts").isEmpty()) {
            return;
        }
        var table = new Table("ATTEMPT", "BACKEND", "CONNECTION", "CONNECT MS", "TOOK MS", "REASON");
        int number =
                failure.path("attempts-made").asInt() - failure.path("attempts").size();
        for (JsonNode attempt : failure.path("attempts")) {
            number++;
            table.row(
                    number,
                    attempt.path("backend").asText(),
                    attempt.path("connection").asText(),
                    attempt.has("connect-us")
                            ? millis(attempt.path("connect-us").asLong())
                            : "-",
                    millis(attempt.path("took-us").asLong()),
                    attempt.path("reason").asText("-"));
        }
        table.print(out);
        out.println();
    }

    private static void timeline(JsonNode timeline, PrintWriter out) {
        var table = new Table("AT MS", "WHAT");
        timeline.properties().stream()
                .sorted(Comparator.comparingLong(moment -> moment.getValue().asLong()))
                .forEach(moment -> table.row(millis(moment.getValue().asLong()), moment.getKey()));
        table.print(out);
    }

    private static String outcome(JsonNode failure) {
        return failure.path("recovered").asBoolean()
                ? "recovered"
                : failure.path("outcome").asText();
    }

    private static String backends(JsonNode failure) {
        var ids = new StringBuilder();
        for (JsonNode attempt : failure.path("attempts")) {
            ids.append(ids.isEmpty() ? "" : ", ").append(attempt.path("backend").asText());
        }
        return ids.isEmpty() ? "-" : ids.toString();
    }

    private static String request(JsonNode failure) {
        return failure.path("method").asText("-") + " " + failure.path("target").asText("-");
    }

    /** To the microsecond, with a point whatever the locale. */
    private static String millis(long micros) {
        return (micros < 0 ? "-" : "") + Math.abs(micros) / 1000 + "."
                + String.valueOf(1000 + Math.abs(micros) % 1000).substring(1);
    }
}
