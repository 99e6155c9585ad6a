package dev.evenkeel.bench.soak;

import dev.evenkeel.bench.rig.Jcmd;
import dev.evenkeel.bench.rig.RigException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a JVM, asked through {@code jcmd}. Its native memory tracking must be on.
 *
 * @param heapBytes live objects after a full collection
 * @param directBytes memory outside the heap that was allocated by Java code, as direct buffers are
 */
record JavaMemory(long heapBytes, long directBytes) {
    /** Puts native memory tracking on. */
    static final String JVM_FLAGS = "-XX:NativeMemoryTracking=summary";

    private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern ALLOCATED_BY_JAVA = Pattern.compile("(?m)^- +Other \\(.*committed=(\\d+)KB");

    /** Asks the one JVM among these processes. */
    static JavaMemory read(List<Long> pids) {
        Jcmd jcmd = Jcmd.of(pids);
        return parse(jcmd.run("GC.class_histogram"), jcmd.run("VM.native_memory", "summary", "scale=KB"));
    }

    static JavaMemory parse(String histogram, String nativeMemory) {
        return new JavaMemory(number(HISTOGRAM_TOTAL, histogram), number(ALLOCATED_BY_JAVA, nativeMemory) * 1024);
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new RigException("jcmd printed: " + text + " (expected: " + pattern + ")");
        }
        return Long.parseLong(matcher.group(1));
    }
}
