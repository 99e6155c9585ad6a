package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Statistics;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;

/**
 * All that was measured of one contender under one workload.
 *
 * @param contender the contender
 * @param workload the workload
 * @param samples the valid runs
 * @param invalid why the other runs do not count, one sentence each
 */
record Result(Contender contender, Workload workload, List<Sample> samples, List<String> invalid) {
    Result {
        samples = List.copyOf(samples);
        invalid = List.copyOf(invalid);
    }

    /** The median of the metric that is the workload's cost. */
    double cost() {
        return median(Metric.costOf(workload));
    }

    /** NaN if no run was valid. */
    double median(Metric metric) {
        return Statistics.median(values(metric));
    }

    /** Half the distance between the extremes as a share of the median; NaN if no run was valid. */
    double spread(Metric metric) {
        return Statistics.spread(values(metric));
    }

    /** Failed connects, reads and writes and requests over two seconds, in all valid runs. */
    long socketErrors() {
        return samples.stream()
                .mapToLong(sample -> sample.load().socketErrors())
                .sum();
    }

    /**
     * The share of requests for which the proxy opened a new connection to the origin. One for each client and each
     * of the origin's two addresses is free, since idle connections may have been closed before the run.
     */
    double backendConnectionShare() {
        long free = 2L * workload.connections();
        double connections = samples.stream()
                .mapToLong(sample -> Math.max(0, sample.backendConnections() - free))
                .sum();
        double requests =
                samples.stream().mapToLong(sample -> sample.load().requests()).sum();
        return requests == 0 ? 0 : connections / requests;
    }

    private List<Double> values(Metric metric) {
        return samples.stream().map(metric::of).toList();
    }
}
