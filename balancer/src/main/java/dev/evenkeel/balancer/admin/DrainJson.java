package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.control.Drain;
import java.time.Duration;
import java.util.Locale;

/** Drains as JSON. */
final class DrainJson {
    private DrainJson() {}

    static ObjectNode of(Drain drain) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", drain.id());
        node.put("pool", drain.pool());
        node.put("backend", drain.backend());
        node.put("state", drain.state().name().toLowerCase(Locale.ROOT));
        node.put("started-at", drain.startedAt().toString());
        Duration deadline = drain.deadline();
        if (deadline != null) {
            node.put("deadline-ms", deadline.toMillis());
        }
        node.put("took-ms", drain.took().toMillis());
        node.put("in-flight", drain.inFlight());
        node.put("cut", drain.cut());
        return node;
    }
}
