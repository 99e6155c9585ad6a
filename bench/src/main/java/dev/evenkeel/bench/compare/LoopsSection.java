package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.BarChart;
import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.rig.TextTable;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What two event loops, threads or workers cost per request against one. */
final class LoopsSection implements Section {
    static final String ID = "loops";

    private static final Workload WORKLOAD = Workload.GET_1K;

    private final Map<Contender, Result> one;
    private final Map<Contender, Result> two;

    /** Both by the contender with one loop. */
    LoopsSection(Map<Contender, Result> one, Map<Contender, Result> two) {
        this.one = new LinkedHashMap<>(one);
        this.two = new LinkedHashMap<>(two);
    }

    /** Measures the contenders of the plan that have loops, both ways, in one set of rounds. */
    static LoopsSection measure(Rig rig, Plan plan) {
        Map<Contender, Contender> doubled = new LinkedHashMap<>();
        List<Contender> all = new ArrayList<>();
        for (Contender contender : plan.contenders()) {
            if (contender.proxy().hasThreads()) {
                doubled.put(contender, contender.withThreads(2));
                all.addAll(List.of(contender, contender.withThreads(2)));
            }
        }
        try (Fleet fleet = Fleet.start(rig, all, true)) {
            Map<Contender, Result> results = new LinkedHashMap<>();
            new Comparison(plan, rig, fleet).run(WORKLOAD).forEach(result -> results.put(result.contender(), result));
            Map<Contender, Result> one = new LinkedHashMap<>();
            Map<Contender, Result> two = new LinkedHashMap<>();
            doubled.forEach((single, twice) -> {
                one.put(single, results.get(single));
                two.put(single, results.get(twice));
            });
            return new LoopsSection(one, two);
        }
    }

    private static double cost(Map<Contender, Result> results, Contender contender) {
        Result result = results.get(contender);
        return result == null ? Double.NaN : result.cost();
    }

    private double ratio(Contender contender) {
        return cost(two, contender) / cost(one, contender);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String text() {
        TextTable table = new TextTable(List.of("", "1 loop", "2 loops", "ratio"));
        one.keySet()
                .forEach(contender -> table.add(List.of(
                        contender.name(),
                        CostTables.number(cost(one, contender)),
                        CostTables.number(cost(two, contender)),
                        CostTables.ratio(ratio(contender)))));
        return "CPU µs/request with one event loop, thread or worker and with two (" + WORKLOAD.title()
                + "); the second of the two shares its core with the load generator and the origin\n" + table;
    }

    @Override
    public List<Figure> figures() {
        return one.keySet().stream()
                .map(contender -> new Figure(ID, "two ÷ one", contender.name(), "ratio", ratio(contender)))
                .toList();
    }

    @Override
    public List<Target> targets() {
        return one.keySet().stream()
                .filter(Contender::isEvenkeel)
                .map(contender ->
                        new Target("CPU with two loops ÷ one", contender.name(), ratio(contender), Target.TWO_LOOPS))
                .toList();
    }

    @Override
    public Map<String, Svg> charts() {
        List<Contender> contenders = List.copyOf(one.keySet());
        BarChart chart = new BarChart(
                "CPU µs per request with one event loop and with two",
                "Or threads, or workers. The second of the two shares its core with the load generator and the origin.",
                contenders.stream().map(Contender::name).toList(),
                Palette.of(contenders));
        chart.add(
                "one",
                contenders.stream().map(contender -> bar(cost(one, contender))).toList(),
                Double.NaN);
        chart.add(
                "two",
                contenders.stream().map(contender -> bar(cost(two, contender))).toList(),
                Double.NaN);
        return Map.of(ID, chart.draw());
    }

    private static BarChart.Bar bar(double micros) {
        return new BarChart.Bar(micros, CostTables.number(micros));
    }
}
