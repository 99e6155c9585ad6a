package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel has charged to one process up to now. Two sources: {@code task/TID/schedstat} is exact to
 * the nanosecond but forgets threads that end; {@code stat} remembers them but shows ticks of 10 ms. The
 * exact one is used as long as it tells the whole.
 *
 * @param stat the process as a whole
 * @param threads nanoseconds on a core, user and system together, by thread id
 */
record ProcessCpu(ProcessStat stat, Map<Long, Long> threads) {
    /** Both readings of {@code stat} are cut to ticks, user and system apart. */
    private static final long STAT_UNCERTAINTY_NANOS = 2 * ProcessStat.TICK_NANOS;

    private static final ProcessCpu NOTHING = new ProcessCpu(new ProcessStat(0, 0), Map.of());

    /** Reads one process; null if it has ended. */
    static @Nullable ProcessCpu read(Path processDirectory) {
        Map<Long, Long> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(processDirectory.resolve("task"))) {
            for (Path task : tasks) {
                readThread(task, threads);
            }
            return new ProcessCpu(
                    ProcessStat.parse(Files.readString(processDirectory.resolve("stat"))), Map.copyOf(threads));
        } catch (IOException e) {
            return null;
        }
    }

    private static void readThread(Path task, Map<Long, Long> threads) {
        try {
            threads.put(
                    Long.parseLong(task.getFileName().toString()),
                    parseSchedstat(Files.readString(task.resolve("schedstat"))));
        } catch (IOException e) {
            // The thread ended between the listing and the reading: stat has its time.
        }
    }

    /** The first of the three numbers: nanoseconds spent on a core. */
    static long parseSchedstat(String line) {
        return Long.parseLong(line.strip().split(" ", -1)[0]);
    }

    /** Nanoseconds charged since {@code earlier}, with those of children that have ended; null: since the start. */
    long nanosSince(@Nullable ProcessCpu earlier) {
        ProcessCpu start = earlier == null ? NOTHING : earlier;
        long children = stat.childrenNanos() - start.stat.childrenNanos();
        return ownNanosSince(start) + children;
    }

    private long ownNanosSince(ProcessCpu start) {
        long exact = 0;
        for (Map.Entry<Long, Long> thread : threads.entrySet()) {
            exact += thread.getValue() - start.threads.getOrDefault(thread.getKey(), 0L);
        }
        long whole = stat.ownNanos() - start.stat.ownNanos();
        boolean threadsHaveEnded = !threads.keySet().containsAll(start.threads.keySet());
        boolean exactLacksSome = whole > exact + STAT_UNCERTAINTY_NANOS;
        return threadsHaveEnded || exactLacksSome ? Math.max(whole, exact) : exact;
    }
}
