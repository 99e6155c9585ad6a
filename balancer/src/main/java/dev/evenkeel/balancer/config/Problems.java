package dev.evenkeel.balancer.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers all problems of one configuration. */
final class Problems {

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, Integer> files = new LinkedHashMap<>();

    void add(Place place, String key, String message, String remedy) {
        files.putIfAbsent(place.file(), files.size());
        problems.add(new Problem(place.file(), place.line(), key, message, remedy));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** In the order of the files, as each was first found wanting, and of their lines. */
    List<Problem> sorted() {
        return problems.stream()
                .sorted(Comparator.comparing((Problem problem) -> files.getOrDefault(problem.file(), 0))
                        .thenComparingInt(Problem::line))
                .toList();
    }
}
