package dev.evenkeel.bench.rig;

import dev.evenkeel.bench.load.LoadReport;

/**
 * Sends workloads, with the generator that suits each.
 *
 * @param wrk sends the next request when the last was answered
 * @param generator can also send at a fixed rate
 */
public record Load(Wrk wrk, LoadGenerator generator) {
    /** Sends one workload for that many seconds to a port of the loopback address. */
    public LoadResult run(Workload workload, int port, int seconds) {
        if (workload.requestsPerSecond() == 0) {
            return wrk.run(workload, port, seconds);
        }
        LoadReport report = generator.run(
                workload.request(), port, workload.connections(), workload.requestsPerSecond(), 0, seconds);
        return new LoadResult(
                report.requests(),
                report.durationMicros(),
                report.bytes(),
                report.badStatus(),
                report.errors(),
                report.latencyMicros(50),
                report.latencyMicros(99));
    }
}
