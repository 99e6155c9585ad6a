package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.BarChart;
import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** CPU time per request, and what else a closed loop tells: rate, latency, memory. */
final class CostSection implements Section {
    static final String ID = "cost";

    private final Results results;

    CostSection(Results results) {
        this.results = results;
    }

    /**
     * Takes the contenders through the plan.
     *
     * @param profiles where flame graphs of Evenkeel go, from a run of their own after a workload's rounds
     * @param pauses is told the pauses of Evenkeel's collectors
     */
    static CostSection measure(Rig rig, Plan plan, Optional<Profiles> profiles, Consumer<List<GcPauses>> pauses) {
        List<Result> all = new ArrayList<>();
        for (boolean keepAlive : List.of(true, false)) {
            List<Workload> workloads = plan.workloads().stream()
                    .filter(workload -> workload.keepsBackendConnections() == keepAlive)
                    .toList();
            if (!workloads.isEmpty()) {
                try (Fleet fleet = Fleet.start(rig, plan.contenders(), keepAlive)) {
                    Comparison comparison = new Comparison(plan, rig, fleet);
                    for (Workload workload : workloads) {
                        all.addAll(comparison.run(workload));
                        profiles.ifPresent(to -> to.take(rig, fleet.runners(), workload, plan.seconds()));
                    }
                    pauses.accept(fleet.pauses());
                }
            }
        }
        return new CostSection(new Results(plan, all));
    }

    Results results() {
        return results;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String text() {
        return new CostTables(results).render();
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (Result result : results.all()) {
            String item = result.workload().id();
            String contender = result.contender().name();
            Metric cost = Metric.costOf(result.workload());
            figures.add(new Figure(ID, item, contender, cost.title(), result.cost()));
            figures.add(new Figure(ID, item, contender, "÷ best", results.costToBest(result)));
        }
        return figures;
    }

    @Override
    public List<Target> targets() {
        return results.all().stream()
                .filter(result -> result.contender().isEvenkeel())
                .map(result -> new Target(
                        result.workload().id() + ", CPU ÷ best",
                        result.contender().name(),
                        results.costToBest(result),
                        Target.COST.getOrDefault(result.workload(), Double.NaN)))
                .toList();
    }

    @Override
    public boolean hasInvalidRuns() {
        return results.hasInvalidRuns();
    }

    @Override
    public Map<String, Svg> charts() {
        List<Contender> contenders = results.plan().contenders();
        BarChart chart = new BarChart(
                "CPU time per request, as a multiple of the better of HAProxy and nginx",
                "Shorter is better. Above the bars: µs per request; ms per GiB for bodies of 1 MiB and more.",
                contenders.stream().map(Contender::name).toList(),
                Palette.of(contenders));
        for (Workload workload : results.plan().workloads()) {
            List<BarChart.Bar> bars = contenders.stream()
                    .map(contender -> results.find(contender, workload)
                            .map(result ->
                                    new BarChart.Bar(results.costToBest(result), CostTables.number(result.cost())))
                            .orElse(new BarChart.Bar(Double.NaN, "")))
                    .toList();
            chart.add(workload.id(), bars, Target.COST.getOrDefault(workload, Double.NaN));
        }
        return Map.of(ID, chart.draw());
    }
}
