package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pauses of a JVM's garbage collector, from its log.
 *
 * @param contender whose JVM it is
 * @param millis the length of each pause
 */
record GcPauses(String contender, List<Double> millis) {
    private static final double TAIL = 99.9;

    /** As in {@code [12.3s][info][gc] GC(4) Pause Young (Allocation Failure) 9M->1M(31M) 1.234ms}. */
    private static final Pattern PAUSE = Pattern.compile("GC\\(\\d+\\)(?: [yYoO]:)? Pause .* ([0-9.]+)ms$");

    GcPauses {
        millis = List.copyOf(millis);
    }

    static GcPauses read(String contender, Path log) {
        try {
            return parse(contender, Files.readString(log));
        } catch (IOException e) {
            throw new RigException("the JVM of " + contender + " wrote no log of its collections: " + e, e);
        }
    }

    static GcPauses parse(String contender, String log) {
        List<Double> millis = new ArrayList<>();
        log.lines().forEach(line -> {
            Matcher matcher = PAUSE.matcher(line.strip());
            if (matcher.find()) {
                millis.add(Double.valueOf(matcher.group(1)));
            }
        });
        return new GcPauses(contender, millis);
    }

    /** One for each contender, with all of its pauses. */
    static List<GcPauses> join(List<GcPauses> parts) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        parts.forEach(part ->
                all.computeIfAbsent(part.contender, name -> new ArrayList<>()).addAll(part.millis));
        return all.entrySet().stream()
                .map(entry -> new GcPauses(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** 99.9 of 100 pauses are no longer, in milliseconds; 0 if there was none. */
    double tail() {
        return millis.isEmpty() ? 0 : Statistics.percentile(millis, TAIL);
    }

    double greatest() {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
