package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.LineChart;
import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.load.LoadReport;
import dev.evenkeel.bench.rig.LoadGenerator;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Statistics;
import dev.evenkeel.bench.rig.TextTable;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Latency at a fixed rate, the same for all, each request measured from the time at which it was meant to be sent. The rate
 * is 70 % of the greatest that the slowest contender sustains.
 */
final class LatencySection implements Section {
    static final String ID = "latency";

    /** Above this share of requests that the generator itself sent late, the tail is its own. */
    static final double NOTABLE_LATE_SHARE = 0.001;

    private static final double LOAD = 0.7;
    private static final Workload WORKLOAD = Workload.GET_1K;
    private static final int AS_FAST_AS_ANSWERED = 0;

    private final Map<Contender, Double> saturation;
    private final long rate;
    private final Map<Contender, List<LoadReport>> runs;

    LatencySection(Map<Contender, Double> saturation, long rate, Map<Contender, List<LoadReport>> runs) {
        this.saturation = new LinkedHashMap<>(saturation);
        this.rate = rate;
        this.runs = new LinkedHashMap<>(runs);
    }

    /** Measures the contenders of the plan; a run is twice as long as the plan's, for the sake of the tail. */
    static LatencySection measure(Rig rig, Plan plan, Consumer<List<GcPauses>> pauses) {
        try (Fleet fleet = Fleet.start(rig, plan.contenders(), true)) {
            Map<Contender, Double> saturation = saturation(rig, plan, fleet.runners());
            fleet.warmedUp();
            double least = saturation.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .orElseThrow();
            long rate = Math.max(1, Math.round(least * LOAD));
            // At a fixed rate the generator waits for its timer, which it has not done yet: it gets warm at that, too.
            fleet.runners().forEach(runner -> run(rig, runner, rate, 0, plan.seconds()));
            Map<Contender, List<LoadReport>> runs = new LinkedHashMap<>();
            for (int number = 1; number <= plan.rounds(); number++) {
                for (Runner runner : fleet.runners()) {
                    LoadReport report = run(rig, runner, rate, 1, 2 * plan.seconds());
                    runs.computeIfAbsent(runner.contender(), contender -> new ArrayList<>())
                            .add(report);
                    rig.progress(
                            "latency: round %d of %d, %s: p99 %.2f ms",
                            number, plan.rounds(), runner.contender(), report.latencyMicros(99) / 1000.0);
                }
            }
            pauses.accept(fleet.pauses());
            return new LatencySection(saturation, rate, runs);
        }
    }

    /** Twice, and the second counts: the first also warms the generator and the proxy. */
    private static Map<Contender, Double> saturation(Rig rig, Plan plan, List<Runner> runners) {
        Map<Contender, Double> saturation = new LinkedHashMap<>();
        for (int warmup : List.of(Math.max(1, plan.warmupSeconds()), 1)) {
            for (Runner runner : runners) {
                LoadReport report = run(rig, runner, AS_FAST_AS_ANSWERED, warmup, plan.seconds());
                saturation.put(runner.contender(), report.requestsPerSecond());
                rig.progress("latency: %s sustains %.0f/s", runner.contender(), report.requestsPerSecond());
            }
        }
        return saturation;
    }

    private static LoadReport run(Rig rig, Runner runner, long rate, int warmupSeconds, int seconds) {
        runner.proxy().emptyLog();
        LoadGenerator generator = rig.load().generator();
        return generator.run(
                WORKLOAD.request(), runner.proxy().port(), WORKLOAD.connections(), rate, warmupSeconds, seconds);
    }

    @Override
    public String id() {
        return ID;
    }

    /** The median over the rounds, in milliseconds. */
    double millis(Contender contender, double percentile) {
        return Statistics.median(runs.getOrDefault(contender, List.of()).stream()
                .map(report -> report.latencyMicros(percentile) / 1000.0)
                .toList());
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Latency in ms at %d requests/s (%s, open loop, %d connections)%n",
                rate,
                WORKLOAD.title(),
                WORKLOAD.connections()));
        List<String> head = new ArrayList<>(List.of("", "saturation/s"));
        LoadReport.PERCENTILES.forEach(percentile -> head.add(name(percentile)));
        head.addAll(List.of("failed", "waited", "sent late"));
        TextTable table = new TextTable(head);
        for (Contender contender : runs.keySet()) {
            List<String> row = new ArrayList<>(List.of(contender.name()));
            row.add(String.format(Locale.ROOT, "%.0f", saturation.getOrDefault(contender, Double.NaN)));
            LoadReport.PERCENTILES.forEach(percentile -> row.add(CostTables.number(millis(contender, percentile))));
            row.add(Long.toString(sum(contender, report -> report.errors() + report.badStatus())));
            row.add(Long.toString(sum(contender, LoadReport::waitingSends)));
            row.add(String.format(Locale.ROOT, "%.3f %%", 100 * lateShare(contender)));
            table.add(row);
        }
        text.append(table);
        for (Contender contender : runs.keySet()) {
            if (lateShare(contender) > NOTABLE_LATE_SHARE) {
                text.append(String.format(
                        Locale.ROOT,
                        "! The generator sent %.2f %% of the requests to %s more than 1 ms late: the tail is in part its own.%n",
                        100 * lateShare(contender),
                        contender));
            }
        }
        return text.toString();
    }

    private long sum(Contender contender, ToLongFunction<LoadReport> count) {
        return runs.getOrDefault(contender, List.of()).stream().mapToLong(count).sum();
    }

    private double lateShare(Contender contender) {
        long requests = sum(contender, LoadReport::requests);
        return requests == 0 ? 0 : (double) sum(contender, LoadReport::lateSends) / requests;
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (Contender contender : runs.keySet()) {
            for (double percentile : LoadReport.PERCENTILES) {
                figures.add(new Figure(ID, name(percentile), contender.name(), "ms", millis(contender, percentile)));
            }
            figures.add(new Figure(
                    ID, "saturation", contender.name(), "requests/s", saturation.getOrDefault(contender, Double.NaN)));
        }
        return figures;
    }

    @Override
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Contender contender : runs.keySet()) {
            if (contender.isEvenkeel()) {
                for (double percentile : List.of(99.0, 99.9)) {
                    targets.add(new Target(
                            name(percentile) + " at 70 % of saturation ÷ haproxy",
                            contender.name(),
                            millis(contender, percentile) / haproxy(percentile),
                            Target.LATENCY));
                }
            }
        }
        return targets;
    }

    private double haproxy(double percentile) {
        return runs.keySet().stream()
                .filter(contender -> contender.proxy() == Proxy.HAPROXY)
                .mapToDouble(contender -> millis(contender, percentile))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public Map<String, Svg> charts() {
        LineChart chart = new LineChart(
                "Latency at " + rate + " requests a second, in ms",
                "70 % of what the slowest sustains; from the moment at which each request was meant to be sent.",
                "ms",
                LoadReport.PERCENTILES.stream().map(LatencySection::name).toList());
        List<Contender> contenders = List.copyOf(runs.keySet());
        List<Integer> colours = Palette.of(contenders);
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i);
            chart.add(
                    contender.name(),
                    colours.get(i),
                    LoadReport.PERCENTILES.stream()
                            .map(percentile -> millis(contender, percentile))
                            .toList());
        }
        return Map.of(ID, chart.draw());
    }

    private static String name(double percentile) {
        return percentile == 100
                ? "max"
                : "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : percentile);
    }
}
