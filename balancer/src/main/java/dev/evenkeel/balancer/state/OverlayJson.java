package dev.evenkeel.balancer.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.LiveValue;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Live changes as JSON. Reads nothing that it would not have written. */
public final class OverlayJson {
    private static final int VERSION = 1;
    private static final byte[] SEPARATOR = ",\n".getBytes(UTF_8);
    private static final String DROPPED = "dropped";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private OverlayJson() {}

    /** Writes all changes, each on a line of its own. */
    static void write(Overlay overlay, OutputStream out) throws IOException {
        out.write(("{\"version\":" + VERSION + ",\"changes\":[\n").getBytes(UTF_8));
        byte[] separator = {};
        for (LiveChange change : overlay.changes()) {
            out.write(separator);
            out.write(write(change));
            separator = SEPARATOR;
        }
        out.write("\n]}\n".getBytes(UTF_8));
    }

    /** One change, on one line. */
    static byte[] write(LiveChange change) {
        return bytes(json(change));
    }

    /** That nothing is changed of a resource any more, on one line. */
    static byte[] writeDropped(Resource resource) {
        return bytes(json(resource).put("presence", DROPPED));
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    /** An overlay after what a line says that was written by {@link #write(LiveChange)} or {@link #writeDropped}. */
    static Overlay after(Overlay overlay, String line) throws UnreadableStateException {
        try {
            JsonNode node = JSON.readTree(line);
            return required(node, "presence").equals(DROPPED)
                    ? overlay.without(resource(node))
                    : overlay.with(change(node));
        } catch (JsonProcessingException e) {
            throw new UnreadableStateException("its journal is not JSON" + at(e));
        } catch (IllegalArgumentException e) {
            throw new UnreadableStateException("its journal: " + e.getMessage());
        }
    }

    /** One change. */
    public static ObjectNode json(LiveChange change) {
        ObjectNode node = json(change.resource());
        node.put("presence", change.presence().name().toLowerCase(Locale.ROOT));
        ObjectNode values = node.putObject("values");
        change.values().forEach((key, value) -> {
            ObjectNode one = values.putObject(key);
            one.put("live", value.live());
            one.put("file", value.file());
        });
        return node;
    }

    private static ObjectNode json(Resource resource) {
        ObjectNode node = JSON.createObjectNode();
        node.put(resource.kind() == Resource.Kind.LISTENER ? "listener" : "pool", resource.owner());
        if (resource.kind() == Resource.Kind.BACKEND) {
            node.put("backend", resource.backend());
        }
        return node;
    }

    static Overlay read(String text) throws UnreadableStateException {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("version").asInt() != VERSION || !root.path("changes").isArray()) {
                throw new UnreadableStateException("it is not a state file of version " + VERSION);
            }
            var changes = new ArrayList<LiveChange>();
            for (JsonNode change : root.get("changes")) {
                changes.add(change(change));
            }
            return Overlay.of(changes);
        } catch (JsonProcessingException e) {
            throw new UnreadableStateException("it is not JSON" + at(e));
        } catch (IllegalArgumentException e) {
            throw new UnreadableStateException(String.valueOf(e.getMessage()));
        }
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null
                ? ""
                : ", as line " + location.getLineNr() + ", column " + location.getColumnNr() + " shows";
    }

    private static LiveChange change(JsonNode node) {
        var values = new LinkedHashMap<String, LiveValue>();
        node.path("values")
                .properties()
                .forEach(value -> values.put(
                        value.getKey(),
                        new LiveValue(
                                text(value.getValue().get("live")),
                                text(value.getValue().get("file")))));
        String presence = required(node, "presence").toUpperCase(Locale.ROOT);
        return new LiveChange(resource(node), LiveChange.Presence.valueOf(presence), values);
    }

    private static Resource resource(JsonNode node) {
        if (node.has("listener")) {
            return Resource.listener(required(node, "listener"));
        }
        String pool = required(node, "pool");
        return node.has("backend") ? Resource.backend(pool, required(node, "backend")) : Resource.pool(pool);
    }

    private static String required(JsonNode node, String name) {
        String text = text(node.get(name));
        if (text == null) {
            throw new IllegalArgumentException("a change has no " + name);
        }
        return text;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asText();
    }
}
