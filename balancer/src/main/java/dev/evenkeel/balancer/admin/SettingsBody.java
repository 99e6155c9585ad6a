package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings in the body of a request: a JSON object, as the block of the configuration would be written. */
final class SettingsBody {
    private static final int DEEPEST = 8;
    private static final Set<String> TYPES = Set.of("application/json", "application/merge-patch+json");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SettingsBody() {}

    /**
     * Returns the settings by key, with dots between blocks; null for one that is to be as the file says.
     *
     * @throws BadCallException if the body is not such an object
     */
    static Map<String, @Nullable String> read(Call call) throws BadCallException {
        String type = call.contentType();
        if (type != null && !TYPES.contains(mediaType(type))) {
            throw new BadCallException(415, "The body is " + type + " (expected: application/json).");
        }
        JsonNode root = parse(call.body());
        if (root == null || !root.isObject()) {
            throw new BadCallException(400, "The body is no JSON object, such as {\"weight\": 2}.");
        }
        var settings = new LinkedHashMap<String, @Nullable String>();
        flatten("", root, settings);
        return settings;
    }

    /** Without parameters (RFC 9110 §8.3.1). */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable JsonNode parse(String body) throws BadCallException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadCallException(400, "The body is not JSON: " + e.getOriginalMessage() + ".");
        }
    }

    private static void flatten(String prefix, JsonNode node, Map<String, @Nullable String> settings)
            throws BadCallException {
        for (var member : node.properties()) {
            String key = prefix + member.getKey();
            JsonNode value = member.getValue();
            if (value.isObject()) {
                flatten(key + ".", value, settings);
            } else if (value.isArray()) {
                throw new BadCallException(422, key + ": a list (expected: one value). Lists are changed in the file.");
            } else {
                settings.put(key, value.isNull() ? null : value.asText());
            }
        }
    }
}
