package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.LoadResult;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Results as a comparison of two rounds might give them. */
final class Fixtures {
    static final Machine MACHINE = new Machine(2, "Model 7", 16, "6.1");

    private Fixtures() {}

    static Contender contender(Proxy proxy) {
        return new Contender(proxy.id(), proxy, new Evenkeel(List.of("evenkeel"), null, "auto", ""), 1);
    }

    static Sample sample(double cpuMicrosPerRequest) {
        return sample(cpuMicrosPerRequest, new Sample.Disturbance(0, 0));
    }

    static Sample sample(double cpuMicrosPerRequest, Sample.Disturbance disturbance) {
        LoadResult load = new LoadResult(1000, 1_000_000, 1_200_000, 0, 0, 1500, 4500);
        return new Sample(load, 1_200_000, Math.round(cpuMicrosPerRequest * 1_000_000), 10 << 20, 0, disturbance);
    }

    static Result result(Proxy proxy, double... cpuMicrosPerRequest) {
        List<Sample> samples =
                DoubleStream.of(cpuMicrosPerRequest).mapToObj(Fixtures::sample).toList();
        return new Result(contender(proxy), Workload.GET_1K, samples, List.of());
    }

    static Results results(Result... all) {
        return results(true, all);
    }

    private static Results results(boolean accessLog, Result... all) {
        List<Contender> contenders =
                List.of(all).stream().map(Result::contender).toList();
        Plan plan = new Plan(contenders, List.of(Workload.GET_1K), new Plan.Effort(2, 5, 10), accessLog);
        return new Results(plan, List.of(all));
    }

    static Report report(Result... all) {
        return report(MACHINE, true, all);
    }

    static Report report(Machine machine, boolean accessLog, Result... all) {
        Results results = results(accessLog, all);
        Provenance origin =
                new Provenance(LocalDateTime.of(2026, 11, 22, 9, 5), "abc1234", machine, Map.of("evenkeel", "0.1"));
        return new Report(origin, results.plan(), List.of(new CostSection(results)));
    }
}
