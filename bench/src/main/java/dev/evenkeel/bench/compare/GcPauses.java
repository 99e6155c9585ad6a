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
import java.util.stream.Stream;

/**
 * The pauses of a JVM's garbage collector, from its log.
 *
 * @param contender whose JVM it is
 * @param warmUp the length of each pause from the start until the first measured run
 * @param millis the length of each one since
 */
record GcPauses(String contender, List<Double> warmUp, List<Double> millis) {
    private static final double TAIL = 99.9;

    /** As in {@code [12.3s][info][gc] GC(4) Pause Young (Allocation Failure) 9M->1M(31M) 1.234ms}. */
    private static final Pattern PAUSE = Pattern.compile("GC\\(\\d+\\)(?: [yYoO]:)? Pause .* ([0-9.]+)ms$");

    GcPauses {
        warmUp = List.copyOf(warmUp);
        millis = List.copyOf(millis);
    }

    /** Reads the log, whose first pauses are those of the warm-up. */
    static GcPauses read(String contender, Path log, int first) {
        List<Double> all = read(contender, log);
        return new GcPauses(contender, all.subList(0, first), all.subList(first, all.size()));
    }

    /** How many pauses there were up to now. */
    static int count(String contender, Path log) {
        return read(contender, log).size();
    }

    private static List<Double> read(String contender, Path log) {
        try {
            return parse(Files.readString(log));
        } catch (IOException e) {
            throw new RigException("the JVM of " + contender + " wrote no log of its collections: " + e, e);
        }
    }

    static List<Double> parse(String log) {
        List<Double> millis = new ArrayList<>();
        log.lines().forEach(line -> {
            Matcher matcher = PAUSE.matcher(line.strip());
            if (matcher.find()) {
                millis.add(Double.valueOf(matcher.group(1)));
            }
        });
        return millis;
    }

    /** One for each contender, with all of its pauses. */
    static List<GcPauses> join(List<GcPauses> parts) {
        Map<String, GcPauses> all = new LinkedHashMap<>();
        parts.forEach(part -> all.merge(part.contender, part, GcPauses::and));
        return List.copyOf(all.values());
    }

    private GcPauses and(GcPauses other) {
        return new GcPauses(contender, concat(warmUp, other.warmUp), concat(millis, other.millis));
    }

    private static List<Double> concat(List<Double> one, List<Double> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** 99.9 of 100 pauses are no longer, in milliseconds; 0 if there was none. */
    double tail() {
        return millis.isEmpty() ? 0 : Statistics.percentile(millis, TAIL);
    }

    double greatest() {
        return greatest(millis);
    }

    double greatestOfWarmUp() {
        return greatest(warmUp);
    }

    private static double greatest(List<Double> pauses) {
        return pauses.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
