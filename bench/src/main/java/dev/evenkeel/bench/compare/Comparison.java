package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import java.util.Optional;

/**
 * Takes contenders through workloads. All of them run all the time; their turns alternate (A B C, A B C …), so that a slow
 * drift of the machine meets each alike.
 */
final class Comparison {
    private final Plan plan;
    private final Rig rig;
    private final Round round;
    private final Fleet fleet;
    private boolean fresh = true;

    Comparison(Plan plan, Rig rig, Fleet fleet) {
        this.plan = plan;
        this.rig = rig;
        this.round = new Round(rig.origin(), rig.load());
        this.fleet = fleet;
    }

    /** Warms all up, twice as long if they were just started, and measures them in rounds. */
    List<Result> run(Workload workload) {
        int warmupSeconds = fresh ? 2 * plan.warmupSeconds() : plan.warmupSeconds();
        fleet.runners().forEach(runner -> warmUp(runner, workload, warmupSeconds));
        if (fresh) {
            fleet.warmedUp();
            fresh = false;
        }
        List<Tally> tallies = fleet.runners().stream().map(Tally::new).toList();
        for (int number = 1; number <= plan.rounds(); number++) {
            for (Tally tally : tallies) {
                rig.progress(
                        "%s: round %d of %d, %s: %s",
                        workload.id(), number, plan.rounds(), tally.runner().contender(), take(tally, workload));
            }
        }
        return tallies.stream().map(tally -> tally.result(workload)).toList();
    }

    /** In two halves, so that the proxy also meets the end of connections and the start of new ones. */
    private void warmUp(Runner runner, Workload workload, int seconds) {
        runner.proxy().check(workload);
        if (seconds == 0) {
            return;
        }
        rig.progress("%s: warming up %s", workload.id(), runner.contender());
        Workload busy = workload.requestsPerSecond() == 0 ? workload : Workload.GET_1K;
        int half = Math.max(1, seconds / 2);
        round.run(runner.proxy(), busy, half);
        round.run(runner.proxy(), busy, Math.max(1, seconds - half));
    }

    private String take(Tally tally, Workload workload) {
        Sample sample = round.run(tally.runner().proxy(), workload, plan.seconds());
        Optional<String> flaw = flaw(sample, workload, tally.runner());
        if (flaw.isPresent()) {
            tally.addInvalid(flaw.get());
            return "does not count: " + flaw.get();
        }
        tally.add(sample);
        Metric cost = Metric.costOf(workload);
        return CostTables.number(cost.of(sample)) + " " + cost.title();
    }

    private Optional<String> flaw(Sample sample, Workload workload, Runner runner) {
        boolean logExpected = plan.accessLog() && runner.contender().proxy().hasAccessLog();
        if (logExpected && !runner.proxy().awaitLog()) {
            return Optional.of("it wrote no access log");
        }
        return Round.flaw(sample, workload);
    }
}
