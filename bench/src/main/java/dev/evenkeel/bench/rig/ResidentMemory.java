package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The memory that processes hold in RAM, from {@code VmRSS} in {@code /proc/PID/status}. */
public final class ResidentMemory {
    private static final String KEY = "VmRSS:";

    private ResidentMemory() {}

    /** The sum over these processes in bytes; pages that they share count once for each. */
    public static long bytes(Collection<Long> pids) {
        return pids.stream().mapToLong(ResidentMemory::bytesOf).sum();
    }

    private static long bytesOf(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes, from the text of a status file; zero if it has no such line, as kernel threads and zombies. */
    static long parse(String status) {
        return status.lines()
                .filter(line -> line.startsWith(KEY))
                .mapToLong(line -> kibibytes(line.substring(KEY.length())) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static long kibibytes(String value) {
        return Long.parseLong(value.replace("kB", "").strip());
    }
}
