package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.Styler;

/**
 * Bars that show how many requests each proxy serves with the same CPU time, the yardstick being 1. Taller is
 * better, and a proxy that needs twenty times the CPU does not flatten the others.
 */
final class SvgChart {
    private static final Map<Proxy, Color> COLOURS = Map.of(
            Proxy.EVENKEEL, new Color(0x0b6e99),
            Proxy.HAPROXY, new Color(0x8fb8cc),
            Proxy.NGINX, new Color(0x9bb58b),
            Proxy.PERLBAL, new Color(0xd9b779),
            Proxy.APACHE, new Color(0xc98b8b));

    private final Results results;

    SvgChart(Results results) {
        this.results = results;
    }

    void write(Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        CategoryChart chart = chart();
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "svg");
        }
    }

    private CategoryChart chart() {
        Proxy yardstick = yardstick();
        List<String> categories =
                results.plan().workloads().stream().map(Workload::id).toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(960)
                .height(420)
                .title("Requests served with the same CPU time (" + yardstick.id() + " = 1; taller is better)")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setDecimalPattern("0.0");
        for (Proxy proxy : results.plan().proxies()) {
            chart.addSeries(proxy.id(), categories, heights(proxy, yardstick)).setFillColor(colour(proxy));
        }
        return chart;
    }

    private List<Double> heights(Proxy proxy, Proxy yardstick) {
        return results.plan().workloads().stream()
                .map(workload -> results.find(proxy, workload)
                        .map(result -> 1 / results.ratio(result, Metric.CPU, yardstick))
                        .filter(Double::isFinite)
                        .orElse(0.0))
                .toList();
    }

    private Proxy yardstick() {
        Optional<Proxy> measured = Results.YARDSTICKS.stream()
                .filter(results.plan().proxies()::contains)
                .findFirst();
        return measured.orElse(results.plan().proxies().get(0));
    }

    private static Color colour(Proxy proxy) {
        return COLOURS.getOrDefault(proxy, Color.GRAY);
    }
}
