package dev.evenkeel.bench.scale;

import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the JVM of the daemon stopped all of its threads, for a collection or for anything else, from its own log. What
 * clients see besides is what they share the machine with.
 */
final class JvmStops {
    /** As in {@code Safepoint "GenCollectForAllocation", Time since last: 9 ns, … Total: 1234567 ns}. */
    private static final Pattern STOP = Pattern.compile("Safepoint \".*Total: +([0-9]+) ns");

    private final Path log;
    private int before;

    /**
     * @param log written by a JVM that has the {@link #flag} for it
     */
    JvmStops(Path log) {
        this.log = log;
    }

    /** The JVM's flag to write this log. */
    static String flag(Path log) {
        return "-Xlog:safepoint:file=" + log;
    }

    /** Forgets the stops so far. */
    void restart() {
        before = read().size();
    }

    /** The longest stop since {@link #restart}, in milliseconds; 0 if there was none. */
    double longestMillis() {
        return read().stream().skip(before).mapToLong(Long::longValue).max().orElse(0) / 1e6;
    }

    private List<Long> read() {
        try {
            return parse(Files.readString(log));
        } catch (IOException e) {
            throw new RigException("the JVM of the daemon wrote no log of its stops: " + e, e);
        }
    }

    /** The length of each stop, in nanoseconds. */
    static List<Long> parse(String log) {
        return log.lines()
                .map(STOP::matcher)
                .filter(Matcher::find)
                .map(stop -> Long.valueOf(stop.group(1)))
                .toList();
    }
}
