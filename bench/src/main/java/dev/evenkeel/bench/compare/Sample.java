package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.WrkResult;

/**
 * One run of one workload against one proxy.
 *
 * @param load what the load generator counted
 * @param cpuNanos CPU time of the proxy during the run, user and system, all its processes and threads
 * @param residentBytes RAM held by the proxy's processes at the end of the run
 * @param backendConnections connections that the origin accepted during the run
 * @param disturbance what others did to the machine meanwhile
 */
record Sample(WrkResult load, long cpuNanos, long residentBytes, long backendConnections, Disturbance disturbance) {
    double cpuMicrosPerRequest() {
        return cpuNanos / 1000.0 / load.requests();
    }

    /**
     * How much the machine was not ours, in cores: 0.5 is half a core's time.
     *
     * @param otherProcesses used by processes that are no part of the measurement
     * @param hypervisor taken by the hypervisor for other guests
     */
    record Disturbance(double otherProcesses, double hypervisor) {}
}
