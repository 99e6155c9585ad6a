package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.event.Event;
import dev.evenkeel.balancer.event.EventLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as JSON, and as messages of an event stream. */
final class EventJson {
    /** What tells of events that can no longer be told. */
    private static final String LOST = "events-lost";

    private static final String DAEMON = "daemon";

    private EventJson() {}

    static ObjectNode of(Event event) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", event.id());
        node.put("type", event.what().type().label());
        node.put("time", event.at().toString());
        Resource subject = event.what().subject();
        node.put("subject", subject == null ? DAEMON : subject.toString());
        addNames(node, subject);
        node.put("sentence", event.what().sentence());
        event.what().details().forEach((name, value) -> put(node, name, value));
        return node;
    }

    private static void addNames(ObjectNode node, @Nullable Resource subject) {
        if (subject == null) {
            return;
        }
        node.put(subject.kind() == Resource.Kind.LISTENER ? "listener" : "pool", subject.owner());
        if (subject.kind() == Resource.Kind.BACKEND) {
            node.put("backend", subject.backend());
        }
    }

    private static void put(ObjectNode node, String name, Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = node.putArray(name);
            list.forEach(item -> array.add(String.valueOf(item)));
        } else if (value instanceof Integer number) {
            node.put(name, number);
        } else if (value instanceof Long number) {
            node.put(name, number);
        } else {
            node.put(name, String.valueOf(value));
        }
    }

    /** Says that what happened after an event cannot be told, up to the oldest that is kept. */
    static ObjectNode lost(EventLog log, long after) {
        long before = log.oldestId();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", before - 1);
        node.put("type", LOST);
        node.put("subject", DAEMON);
        node.put(
                "sentence",
                "Events are missing here: what happened after event " + after + " and before event " + before
                        + " is not kept any more, or was told before the daemon started.");
        node.put("after", after);
        node.put("before", before);
        return node;
    }

    /** A message of a stream (HTML, server-sent events). JSON holds no line breaks, so one data line is enough. */
    static String message(ObjectNode event) {
        return "id: " + event.get("id").asText() + "\nevent: "
                + event.get("type").asText() + "\ndata: " + event + "\n\n";
    }
}
