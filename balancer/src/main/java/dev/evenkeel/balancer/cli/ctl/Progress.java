package dev.evenkeel.balancer.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at a resource again and again until what was asked for is done: a line for each step on the way. */
final class Progress {
    private final Function<JsonNode, Step> looking;
    private String last = "";

    private Progress(Function<JsonNode, Step> looking) {
        this.looking = looking;
    }

    /**
     * How far it is.
     *
     * @param line for people
     * @param code the exit code, or null if it is not over
     */
    private record Step(String line, @Nullable Integer code) {}

    /** Until nothing is under way at a backend that is being drained. */
    static Progress ofDraining() {
        return new Progress(backend -> {
            if (backend.path("state").asText().equals("ready")) {
                return new Step("Somebody made it ready again.", Connection.ENDED_OTHERWISE);
            }
            int left = backend.path("in-flight").asInt();
            return new Step(left + " requests under way", left == 0 ? Connection.OK : null);
        });
    }

    /** Until a drain has ended. */
    static Progress ofDrain() {
        return new Progress(drain -> {
            String state = drain.path("state").asText();
            int left = drain.path("in-flight").asInt();
            if (state.equals("running")) {
                return new Step(left + " requests under way", null);
            }
            return new Step(
                    drain.path("backend").asText() + " of " + drain.path("pool").asText() + ": " + state + ", " + left
                            + " requests under way, " + drain.path("cut").asText() + " cut.",
                    state.equals("finished") ? Connection.OK : Connection.ENDED_OTHERWISE);
        });
    }

    /** Until a backend is up. */
    static Progress ofBecomingUp() {
        return new Progress(backend -> {
            JsonNode health = backend.path("health");
            String condition = health.path("condition").asText();
            return new Step(
                    condition + ": " + health.path("reason").asText(), condition.equals("up") ? Connection.OK : null);
        });
    }

    /** How far it was when it was last looked at, for people; empty before that. */
    String last() {
        return last;
    }

    /** Shows how far it is, if that is news; returns the exit code once it is over. */
    @Nullable
    Integer look(JsonNode resource, PrintWriter out) {
        Step step = looking.apply(resource);
        if (!step.line().equals(last)) {
            last = step.line();
            out.println(step.line());
            out.flush();
        }
        return step.code();
    }
}
