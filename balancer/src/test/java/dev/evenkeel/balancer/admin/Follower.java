package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client of the event stream: as HTTP/1.0, so that there are no chunks. */
final class Follower {
    private final RawClient client;
    private final Response head;

    Follower(RawClient client, String query, String... fields) {
        this.client = client;
        var request = new StringBuilder("GET /v1/events" + query + " HTTP/1.0\r\nHost: localhost\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        head = client.send(request + "\r\n").readHead();
    }

    Response head() {
        return head;
    }

    /** The next message as it came, a comment or an event; empty at the end of the stream. */
    String message() {
        var message = new StringBuilder();
        while (message.indexOf("\n\n") < 0) {
            String next = client.readBytes(1);
            if (next.isEmpty()) {
                return "";
            }
            message.append(next);
        }
        return message.toString();
    }

    /** The next event; null at the end of the stream. */
    @SuppressWarnings("NullAway") // a test reads on after it looked
    JsonNode next() {
        String message = message();
        while (message.startsWith(":")) {
            message = message();
        }
        return message.isEmpty() ? null : json(message);
    }

    /** Reads up to the event of this type, and returns it. */
    JsonNode await(String type) {
        return await(event -> event.path("type").asText().equals(type));
    }

    /** Reads up to an event, and returns it. */
    JsonNode await(Predicate<JsonNode> wanted) {
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode event = next(); event != null; event = next()) {
            seen.add(event);
            if (wanted.test(event)) {
                return event;
            }
        }
        throw new AssertionError("the stream has ended; it told " + seen);
    }

    private static JsonNode json(String message) {
        try {
            return new ObjectMapper().readTree(message.substring(message.indexOf("data: ") + "data: ".length()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(message, e);
        }
    }
}
