package dev.evenkeel.balancer.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Shows to people what would become of a request, from the listener to the backend. */
final class ExplainView {
    /** The exit code for a request that nobody would serve. */
    static final int UNSERVED = 5;

    private ExplainView() {}

    /** 0 if somebody would serve the request, now or after a wait; {@link #UNSERVED} if no route or no backend would. */
    static int exitCode(JsonNode explanation) {
        boolean nobody = explanation.at("/pool/pick/prospect").asText().equals("none");
        return explanation.path("service").isNull() || nobody ? UNSERVED : Connection.OK;
    }

    static void show(JsonNode explanation, PrintWriter out) {
        JsonNode request = explanation.path("request");
        out.println(
                request.path("method").asText() + " " + request.path("target").asText() + " for "
                        + request.path("host").asText("no host") + " from "
                        + request.path("client").asText()
                        + (request.path("trusted").asBoolean() ? ", who is trusted" : ""));
        request.path("dropped-headers").forEach(name -> out.println("dropped: " + name.asText()));
        JsonNode listener = explanation.path("listener");
        out.println("Listener " + listener.path("name").asText() + ": "
                + listener.path("why").asText());
        out.println();
        routes(explanation, out);
        service(explanation, out);
        if (explanation.has("pool")) {
            pool(explanation.path("pool"), out);
        }
        out.flush();
    }

    private static void routes(JsonNode explanation, PrintWriter out) {
        var table = new Table("ROUTE", "MATCHES", "ASKS FOR", "SERVICE", "WHY NOT");
        for (JsonNode route : explanation.path("routes")) {
            table.row(
                    route.path("number").asText(),
                    matches(route.path("result").asText()),
                    conditions(route.path("conditions")),
                    route.path("service").asText(),
                    whyNot(route.path("misfit")));
        }
        table.print(out);
        int total = explanation.path("routes-total").asInt();
        if (total > explanation.path("routes").size()) {
            out.println(explanation.path("routes").size() + " of " + total + "; --limit shows more.");
        }
        out.println();
    }

    private static String matches(String result) {
        return switch (result) {
            case "match" -> "yes";
            case "no-match" -> "no";
            default -> "not tried";
        };
    }

    private static String conditions(JsonNode conditions) {
        var text = new StringBuilder();
        for (var condition : conditions.properties()) {
            String value = condition.getValue().toString().replace("\"", "");
            text.append(text.isEmpty() ? "" : ", ")
                    .append(condition.getKey())
                    .append(' ')
                    .append(value, 1, value.length() - 1);
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }

    private static String whyNot(JsonNode misfit) {
        return misfit.isMissingNode()
                ? ""
                : misfit.path("condition").asText() + " is not "
                        + misfit.path("expected").asText() + " but "
                        + misfit.path("found").asText();
    }

    private static void service(JsonNode explanation, PrintWriter out) {
        JsonNode service = explanation.path("service");
        JsonNode answer = explanation.path("answer");
        out.println(
                service.isNull()
                        ? answer.path("sentence").asText()
                        : "Service " + service.path("name").asText() + ": "
                                + service.path("does").asText());
        if (answer.isObject()) {
            out.println("Status " + answer.path("status").asText());
            for (var field : answer.path("headers").properties()) {
                out.println(field.getKey() + ": " + field.getValue().asText());
            }
        }
    }

    private static void pool(JsonNode pool, PrintWriter out) {
        JsonNode pick = pool.path("pick");
        out.println("Pool " + pool.path("name").asText() + ", policy "
                + pool.path("policy").asText() + ", "
                + pool.path("eligible-total").asText() + " of "
                + pool.path("backends-total").asText() + " backends eligible"
                + (pool.path("panic").asBoolean() ? ", in panic: checks are not believed" : "") + ".");
        out.println("Pick: " + pick.path("backend").asText("none") + ". "
                + pick.path("why").asText());
        out.println();
        var table = new Table("BACKEND", "ELIGIBLE", "STATE", "HEALTH", "WEIGHT", "IN FLIGHT", "LIMIT", "TIER", "WHY");
        for (JsonNode candidate : pool.path("candidates")) {
            table.row(
                    candidate.path("id").asText(),
                    candidate.path("eligible").asBoolean() ? "yes" : "no",
                    candidate.path("state").asText(),
                    candidate.path("health").path("condition").asText(),
                    weight(candidate),
                    candidate.path("in-flight").asText(),
                    candidate.path("max-connections").asText(),
                    candidate.path("tier").asText(),
                    candidate.path("why").asText());
        }
        table.print(out);
        int total = pool.path("backends-total").asInt();
        if (total > pool.path("candidates").size()) {
            out.println(pool.path("candidates").size() + " of " + total + "; --limit shows more.");
        }
    }

    /** With what slow start leaves of it. */
    private static String weight(JsonNode candidate) {
        double effective = candidate.path("effective-weight").asDouble();
        String weight = candidate.path("weight").asText();
        return effective == candidate.path("weight").asDouble() ? weight : effective + " of " + weight;
    }
}
