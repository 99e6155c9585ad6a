package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.LoadResult;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Results as a comparison of two rounds might give them. */
final class Fixtures {
    private Fixtures() {}

    static Sample sample(double cpuMicrosPerRequest) {
        return sample(cpuMicrosPerRequest, new Sample.Disturbance(0, 0));
    }

    static Sample sample(double cpuMicrosPerRequest, Sample.Disturbance disturbance) {
        LoadResult load = new LoadResult(1000, 1_000_000, 1_200_000, 0, 0, 1500, 4500);
        return new Sample(load, Math.round(cpuMicrosPerRequest * 1_000_000), 10 << 20, 0, disturbance);
    }

    static Result result(Proxy proxy, double... cpuMicrosPerRequest) {
        List<Sample> samples =
                DoubleStream.of(cpuMicrosPerRequest).mapToObj(Fixtures::sample).toList();
        return new Result(proxy, Workload.GET_1K, samples, List.of());
    }

    static Results results(Result... all) {
        List<Proxy> proxies = List.of(all).stream().map(Result::proxy).toList();
        Plan plan = new Plan(proxies, List.of(Workload.GET_1K), 2, 5, 10, true);
        Machine machine = new Machine(2, "Model 7", 16, "6.1", "openjdk 17", Map.of());
        return new Results(plan, machine, List.of(all));
    }
}
