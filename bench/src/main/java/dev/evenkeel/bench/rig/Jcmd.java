package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks a running JVM through {@code jcmd}, which comes with a JDK. */
public final class Jcmd {
    private final long pid;

    private Jcmd(long pid) {
        this.pid = pid;
    }

    /** For the one JVM among these processes. */
    public static Jcmd of(List<Long> pids) {
        return new Jcmd(pids.stream()
                .filter(Jcmd::isJava)
                .findFirst()
                .orElseThrow(() -> new RigException("no java among the processes " + pids)));
    }

    /** What the command prints, errors too. */
    public String run(String... arguments) {
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

    private static boolean isJava(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip()
                    .equals("java");
        } catch (IOException e) {
            return false;
        }
    }
}
