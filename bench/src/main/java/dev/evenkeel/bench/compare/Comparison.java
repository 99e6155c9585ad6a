package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes the proxies through the plan. All of them run all the time; their turns alternate (A B C, A B C …),
 * so that a slow drift of the machine meets each alike.
 */
final class Comparison {
    private final Plan plan;
    private final Round round;
    private final List<RunningProxy> proxies;
    private final Consumer<String> progress;

    Comparison(Plan plan, Round round, List<RunningProxy> proxies, Consumer<String> progress) {
        this.plan = plan;
        this.round = round;
        this.proxies = List.copyOf(proxies);
        this.progress = progress;
    }

    List<Result> run() {
        List<Result> results = new ArrayList<>();
        for (Workload workload : plan.workloads()) {
            proxies.forEach(proxy -> warmUp(proxy, workload));
            results.addAll(measure(workload));
        }
        return results;
    }

    /** In two halves, so that the proxy also meets the end of connections and the start of new ones. */
    private void warmUp(RunningProxy proxy, Workload workload) {
        proxy.check(workload);
        if (plan.warmupSeconds() == 0) {
            return;
        }
        progress.accept(workload.id() + ": warming up " + proxy.proxy().id());
        int half = Math.max(1, plan.warmupSeconds() / 2);
        round.run(proxy, workload, half);
        round.run(proxy, workload, Math.max(1, plan.warmupSeconds() - half));
    }

    private List<Result> measure(Workload workload) {
        List<Tally> tallies = proxies.stream().map(Tally::new).toList();
        for (int number = 1; number <= plan.rounds(); number++) {
            for (Tally tally : tallies) {
                String outcome = take(tally, workload);
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s: round %d of %d, %s: %s",
                        workload.id(),
                        number,
                        plan.rounds(),
                        tally.proxy().proxy().id(),
                        outcome));
            }
        }
        return tallies.stream().map(tally -> tally.result(workload)).toList();
    }

    private String take(Tally tally, Workload workload) {
        Sample sample = round.run(tally.proxy(), workload, plan.seconds());
        Optional<String> flaw = flaw(sample, workload, tally.proxy());
        if (flaw.isPresent()) {
            tally.addInvalid(flaw.get());
            return "does not count: " + flaw.get();
        }
        tally.add(sample);
        return String.format(Locale.ROOT, "%.2f µs/request", sample.cpuMicrosPerRequest());
    }

    private Optional<String> flaw(Sample sample, Workload workload, RunningProxy proxy) {
        boolean logExpected = plan.accessLog() && proxy.proxy().hasAccessLog();
        if (logExpected && proxy.logBytes() == 0) {
            return Optional.of("it wrote no access log");
        }
        return Round.flaw(sample, workload);
    }
}
