package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was changed of one resource while the daemon ran, with what the file said then.
 *
 * @param values by the key in full, as a {@link KeyPath} is written
 */
public record LiveChange(Resource resource, Presence presence, Map<String, LiveValue> values) {

    /** What became of the resource itself. */
    public enum Presence {
        /** It is in the file too. */
        CHANGED,
        /** A backend that is not in the file. */
        ADDED,
        /** A backend that is in the file only. */
        REMOVED
    }

    public LiveChange {
        requireNonNull(resource, "resource");
        requireNonNull(presence, "presence");
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (presence != Presence.CHANGED && resource.kind() != Resource.Kind.BACKEND) {
            throw new IllegalArgumentException("presence: " + presence + " (expected: CHANGED, of " + resource + ")");
        }
        for (String key : values.keySet()) {
            if (!KeyPath.isPath(key)) {
                throw new IllegalArgumentException(
                        "values: the key " + key + " (expected: names with dots between them)");
            }
        }
        for (LiveValue value : values.values()) {
            if ((value.live() == null) != (presence == Presence.REMOVED)) {
                throw new IllegalArgumentException("values: " + values + " (expected: live values, unless REMOVED)");
            }
        }
    }
}
