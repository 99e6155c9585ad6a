package dev.evenkeel.bench.rig;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The CPU accounts of a tree of processes at one moment. Immutable. */
public final class CpuReading {
    private final Map<Long, ProcessCpu> processes;

    CpuReading(Map<Long, ProcessCpu> processes) {
        this.processes = Map.copyOf(processes);
    }

    /** Reads the accounts of these processes as they stand now; those that have ended are left out. */
    public static CpuReading of(Collection<Long> pids) {
        Map<Long, ProcessCpu> processes = new HashMap<>();
        for (Long pid : pids) {
            ProcessCpu cpu = ProcessCpu.read(Path.of("/proc", pid.toString()));
            if (cpu != null) {
                processes.put(pid, cpu);
            }
        }
        return new CpuReading(processes);
    }

    /**
     * Nanoseconds of CPU time, user and system, that the tree has used since {@code earlier}. A process that
     * ended in between arrives in its parent's account of children with its whole life, so what it had used
     * before is taken off.
     */
    public long nanosSince(CpuReading earlier) {
        long nanos = 0;
        for (Map.Entry<Long, ProcessCpu> process : processes.entrySet()) {
            nanos += process.getValue().nanosSince(earlier.processes.get(process.getKey()));
        }
        for (Map.Entry<Long, ProcessCpu> process : earlier.processes.entrySet()) {
            if (!processes.containsKey(process.getKey())) {
                nanos -= process.getValue().nanosSince(null);
            }
        }
        return Math.max(0, nanos);
    }
}
