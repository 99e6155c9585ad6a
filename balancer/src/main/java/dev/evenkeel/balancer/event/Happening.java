package dev.evenkeel.balancer.event;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens.
 *
 * @param subject what it happens to; null if to the daemon as a whole
 * @param sentence for people
 * @param details for programs, in kebab-case: each a text, a number, a truth value or a list of texts
 */
public record Happening(EventType type, @Nullable Resource subject, String sentence, Map<String, Object> details) {
    /** A reload can change thousands of things; the rest of a longer list is counted only. */
    private static final int LONGEST_LIST = 50;

    private static final int LONGEST_TEXT = 4_000;

    public Happening {
        requireNonNull(type, "type");
        sentence = shortened(sentence);
        var bounded = new TreeMap<String, Object>();
        details.forEach((name, value) -> bounded.put(name, bounded(value)));
        details = Collections.unmodifiableMap(bounded);
    }

    /** One without details. */
    public Happening(EventType type, @Nullable Resource subject, String sentence) {
        this(type, subject, sentence, Map.of());
    }

    private static Object bounded(Object value) {
        if (value instanceof String text) {
            return shortened(text);
        }
        if (value instanceof List<?> list) {
            var texts = list.stream()
                    .limit(LONGEST_LIST)
                    .map(item -> shortened(String.valueOf(item)))
                    .toList();
            return list.size() <= LONGEST_LIST ? texts : withRest(texts, list.size() - LONGEST_LIST);
        }
        return value;
    }

    private static List<String> withRest(List<String> texts, int rest) {
        var all = new ArrayList<>(texts);
        all.add("and " + rest + " more");
        return List.copyOf(all);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " …";
    }
}
