package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.balancer.config.KeyPath;
import dev.evenkeel.balancer.config.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings in the body of a request: a JSON object, as the block of the configuration would be written. */
final class SettingsBody {
    private static final int DEEPEST = 8;

    /** How the parser begins to say that a name was given twice. */
    private static final String DUPLICATE = "Duplicate";

    private static final Set<String> TYPES = Set.of("application/json", "application/merge-patch+json");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Resource.Kind kind;
    private final Map<String, @Nullable String> settings = new LinkedHashMap<>();
    private final Set<String> inFull = new LinkedHashSet<>();

    private SettingsBody(Resource.Kind kind) {
        this.kind = kind;
    }

    /**
     * Returns the settings by key, as a {@link KeyPath} is written; null for one that is to be as the file says.
     *
     * @param kind what they are settings of
     * @throws BadCallException if the body is not such an object
     */
    static Map<String, @Nullable String> read(Call call, Resource.Kind kind) throws BadCallException {
        String type = call.contentType();
        if (type != null && !TYPES.contains(mediaType(type))) {
            throw new BadCallException(415, "The body is " + type + " (expected: application/json).");
        }
        JsonNode root = parse(call.body());
        if (root == null || !root.isObject()) {
            throw new BadCallException(400, "The body is no JSON object, such as {\"weight\": 2}.");
        }
        SettingsBody body = new SettingsBody(kind);
        body.read(List.of(), root);
        body.requireNoBlockOf();
        return body.settings;
    }

    /** Without parameters (RFC 9110 §8.3.1). */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable JsonNode parse(String body) throws BadCallException {
        try {
            return JSON.readTree(body);
        } catch (StreamConstraintsException e) {
            throw new BadCallException(
                    400, "The body is too long in some part, or goes more than " + DEEPEST + " levels deep.");
        } catch (JsonProcessingException e) {
            throw new BadCallException(400, problem(e));
        }
    }

    private static String problem(JsonProcessingException e) {
        if (e.getOriginalMessage().startsWith(DUPLICATE) && e.getProcessor() instanceof JsonParser parser) {
            return givenTwice(String.valueOf(parser.getParsingContext().getCurrentName()));
        }
        JsonLocation at = e.getLocation();
        return "The body is not JSON"
                + (at == null ? "" : ", as line " + at.getLineNr() + ", column " + at.getColumnNr() + " shows") + ".";
    }

    private static String givenTwice(String key) {
        return key + ": given twice. Leave only one.";
    }

    private void read(List<String> block, JsonNode node) throws BadCallException {
        for (var member : node.properties()) {
            var written = new ArrayList<>(block);
            written.add(member.getKey());
            JsonNode value = member.getValue();
            if (value.isObject() && !value.isEmpty()) {
                read(written, value);
                continue;
            }
            KeyPath key = KeyPath.of(kind, written);
            if (!value.isValueNode() || value.isNull()) {
                requireKnown(key);
            }
            if (!value.isNull()) {
                requireOneValue(key, value);
            }
            if (!inFull.add(key.inFull())) {
                throw new BadCallException(400, givenTwice(key.toString()));
            }
            settings.put(key.toString(), value.isNull() ? null : value.asText());
        }
    }

    private static void requireKnown(KeyPath key) throws BadCallException {
        String problem = key.problem();
        if (problem != null) {
            throw new BadCallException(422, problem);
        }
    }

    private static void requireOneValue(KeyPath key, JsonNode value) throws BadCallException {
        if (key.isOfBlocks()) {
            throw new BadCallException(422, key + ": a list of blocks, not one value. " + whereItChanges(key));
        }
        if (value.isArray()) {
            throw new BadCallException(422, key + ": a list (expected: one value). Lists are changed in the file.");
        }
        if (value.isObject()) {
            String expected = key.expected();
            throw new BadCallException(
                    422,
                    key + ": {} "
                            + (expected == null
                                    ? "changes nothing. Name a key in it, or leave it out."
                                    : "(expected: " + expected + ")"));
        }
    }

    private static String whereItChanges(KeyPath key) {
        return key.kind() == Resource.Kind.POOL
                ? "Backends are added one by one: by evenkeel ctl add, or by a POST to /v1/pools/{pool}/backends."
                : "It is changed in the file.";
    }

    /** What is given as one value and as a block would be one or the other, by chance. */
    private void requireNoBlockOf() throws BadCallException {
        for (String key : inFull) {
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                String outer = key.substring(0, dot);
                if (inFull.contains(outer)) {
                    throw new BadCallException(
                            400, outer + ": given as one value and as a block, with " + key + ". Leave only one.");
                }
            }
        }
    }
}
