package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.LoadResult;

/**
 * One run of one workload against one proxy.
 *
 * @param load what the load generator counted
 * @param bodyBytes that went through, with those of unfinished downloads
 * @param cpuNanos CPU time of the proxy during the run, user and system, all its processes and threads
 * @param residentBytes RAM held by the proxy's processes at the end of the run
 * @param backendConnections connections that the origin accepted during the run
 * @param disturbance what others did to the machine meanwhile
 */
record Sample(
        LoadResult load,
        long bodyBytes,
        long cpuNanos,
        long residentBytes,
        long backendConnections,
        Disturbance disturbance) {
    private static final double GIBIBYTE = 1024.0 * 1024 * 1024;

    double cpuMicrosPerRequest() {
        return cpuNanos / 1000.0 / load.requests();
    }

    double cpuMillisPerGibibyte() {
        return cpuNanos / 1e6 / (bodyBytes / GIBIBYTE);
    }

    /**
     * How much the machine was not ours, in cores: 0.5 is half a core's time.
     *
     * @param otherProcesses used by processes that are no part of the measurement
     * @param hypervisor taken by the hypervisor for other guests
     */
    record Disturbance(double otherProcesses, double hypervisor) {}
}
