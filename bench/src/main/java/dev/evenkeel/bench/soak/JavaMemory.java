package dev.evenkeel.bench.soak;

import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        long pid = pids.stream()
                .filter(JavaMemory::isJava)
                .findFirst()
                .orElseThrow(() -> new RigException("no java among the processes " + pids + " of Evenkeel"));
        return parse(jcmd(pid, "GC.class_histogram"), jcmd(pid, "VM.native_memory", "summary", "scale=KB"));
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

    private static boolean isJava(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip()
                    .equals("java");
        } catch (IOException e) {
            return false;
        }
    }

    private static String jcmd(long pid, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RigException("jcmd does not start (it comes with a JDK): " + e.getMessage(), e);
        }
    }
}
