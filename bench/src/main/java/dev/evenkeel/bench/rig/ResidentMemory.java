package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The memory that processes hold in RAM, from {@code VmRSS} in {@code /proc/PID/status} and {@code smaps_rollup}. */
public final class ResidentMemory {
    private static final String RESIDENT = "VmRSS:";
    private static final String PROPORTIONAL = "Pss:";

    private ResidentMemory() {}

    /** The sum over these processes in bytes; pages that they share count once for each. */
    public static long bytes(Collection<Long> pids) {
        return pids.stream().mapToLong(pid -> read(pid, "status", RESIDENT)).sum();
    }

    /** The same, but of a page that several processes share, each has its part (PSS). */
    public static long proportionalBytes(Collection<Long> pids) {
        return pids.stream()
                .mapToLong(pid -> read(pid, "smaps_rollup", PROPORTIONAL))
                .sum();
    }

    private static long read(long pid, String file, String key) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), file)), key);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes, from the text of such a file; zero if it has no such line, as of kernel threads and zombies. */
    static long parse(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> kibibytes(line.substring(key.length())) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static long kibibytes(String value) {
        return Long.parseLong(value.replace("kB", "").strip());
    }
}
