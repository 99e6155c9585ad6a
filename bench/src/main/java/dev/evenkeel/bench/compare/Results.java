package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The outcome of a comparison.
 *
 * @param plan what was measured
 * @param all one entry for each workload and contender, in the order of the plan
 */
record Results(Plan plan, List<Result> all) {
    /** What the others are set against. */
    static final List<Proxy> YARDSTICKS = List.of(Proxy.HAPROXY, Proxy.NGINX);

    Results {
        all = List.copyOf(all);
    }

    Optional<Result> find(Contender contender, Workload workload) {
        return all.stream()
                .filter(result -> result.contender().equals(contender) && result.workload() == workload)
                .findFirst();
    }

    /** The results of a workload in the order of the plan. */
    List<Result> of(Workload workload) {
        return all.stream().filter(result -> result.workload() == workload).toList();
    }

    /** The median as a multiple of the yardstick's under the same workload; NaN if either is missing. */
    double ratio(Result result, Metric metric, Proxy yardstick) {
        return of(result.workload()).stream()
                .filter(other -> other.contender().proxy() == yardstick)
                .findFirst()
                .map(other -> result.median(metric) / other.median(metric))
                .orElse(Double.NaN);
    }

    /** The cost as a multiple of that of the better yardstick under the same workload; NaN if there is none. */
    double costToBest(Result result) {
        return result.cost()
                / of(result.workload()).stream()
                        .filter(other -> YARDSTICKS.contains(other.contender().proxy()))
                        .mapToDouble(Result::cost)
                        .filter(Double::isFinite)
                        .min()
                        .orElse(Double.NaN);
    }

    boolean hasInvalidRuns() {
        return all.stream().anyMatch(result -> !result.invalid().isEmpty());
    }

    /** The greatest of a disturbance in all valid runs. */
    double worst(ToDoubleFunction<Sample.Disturbance> disturbance) {
        return all.stream()
                .flatMap(result -> result.samples().stream())
                .map(Sample::disturbance)
                .mapToDouble(disturbance)
                .max()
                .orElse(0);
    }
}
