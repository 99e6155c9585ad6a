package dev.evenkeel.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A word and {@code key=value} pairs on one line: how the generator and the bench talk to each other. */
record Pairs(String word, Map<String, String> values) {
    Pairs {
        values = Map.copyOf(values);
    }

    static Pairs parse(String line) {
        String[] parts = line.strip().split(" +", -1);
        Map<String, String> values = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("\"" + line + "\": " + parts[i] + " (expected: key=value)");
            }
            values.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return new Pairs(parts[0], values);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(word + " " + values + " (expected: " + key + " among them)");
        }
        return value;
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }

    String format() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(pair -> " " + pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining("", word, ""));
    }
}
