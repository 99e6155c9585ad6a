package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration that was read from a text, with its parts by name. */
record Parsed(EvenkeelConfig config) {

    /** Reads a text that has no problems. */
    static Parsed of(String text) {
        return of(text, Map.of());
    }

    static Parsed of(String text, Map<String, String> environment) {
        return new Parsed(read(text, environment).orElseThrow());
    }

    /** Reads a text and gives its problems as they are shown to people. */
    static List<String> problems(String text, Map<String, String> environment) {
        return read(text, environment).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    ListenerConfig listener(String name) {
        return named(config.listeners(), name);
    }

    PoolConfig pool(String name) {
        return named(config.pools(), name);
    }

    private static <T> T named(Map<String, T> map, String name) {
        assertThat(map).containsKey(name);
        return map.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static LoadResult read(String text, Map<String, String> environment) {
        return new ConfigLoader(environment).read(new Source("test", Path.of(""), text));
    }
}
