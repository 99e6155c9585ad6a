package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Takes CPU profiles of a running JVM with async-profiler, which is loaded into it through {@code jcmd}: Java, native and,
 * where the kernel allows it, kernel frames.
 *
 * @see <a href="https://github.com/async-profiler/async-profiler">async-profiler</a>
 */
public final class Profiler {
    /** What lets the JVM take an agent without a warning and name frames between safepoints. */
    public static final String JVM_FLAGS =
            "-XX:+EnableDynamicAgentLoading -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";

    /** From the best to the least demanding: with the kernel's frames, without, and on a coarse timer. */
    private static final List<String> EVENTS = List.of("cpu", "ctimer", "itimer");

    private static final String DONE = "return code: 0";

    private final Path library;

    private Profiler(Path library) {
        this.library = library;
    }

    /** Lays the library in that folder; fails where there is none for this machine. */
    public static Profiler in(Path directory) {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        String resource = "/linux-" + architecture + "/libasyncProfiler.so";
        try (InputStream in = Profiler.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new RigException("no profiler for this machine: " + resource + " is not on the class path");
            }
            Path library = directory.resolve("libasyncProfiler.so");
            Files.copy(in, library);
            return new Profiler(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts to take samples of the one JVM among these processes; gives the event that they are taken by. */
    public String start(List<Long> pids) {
        String answer = "";
        for (String event : EVENTS) {
            answer = command(pids, "start,event=" + event + ",interval=1ms,threads");
            if (answer.contains(DONE)) {
                return event;
            }
        }
        throw new RigException("the profiler does not start: " + answer);
    }

    /** Stops, and writes the samples as a flame graph, an HTML file. */
    public void stop(List<Long> pids, Path file, String title) {
        String plainTitle = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9@.-]+", " ");
        String answer = command(pids, "stop,flamegraph,title=" + plainTitle + ",file=" + file.toAbsolutePath());
        if (!answer.contains(DONE)) {
            throw new RigException("the profiler does not stop: " + answer);
        }
    }

    private String command(List<Long> pids, String arguments) {
        return Jcmd.of(pids).run("JVMTI.agent_load", library.toString(), "\"" + arguments + "\"");
    }
}
