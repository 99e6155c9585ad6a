package dev.evenkeel.bench.compare;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where figures come from.
 *
 * @param time local, to the minute
 * @param commit of the sources; with a plus sign if they were changed since
 * @param machine where it ran
 * @param versions what each contender says of itself, by its name
 */
record Provenance(LocalDateTime time, String commit, Machine machine, Map<String, String> versions) {
    Provenance {
        time = time.truncatedTo(ChronoUnit.MINUTES);
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /** For the name of a file: sorts by time. */
    String fileName() {
        return time.toString().replace(":", "") + "-" + commit + ".json";
    }
}
