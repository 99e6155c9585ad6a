package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.TextTable;
import dev.evenkeel.bench.rig.Workload;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as tables for a terminal, and for a page of documentation. */
final class TextReport {
    /** Above this, keep-alive to the origin did not work as it does for the others. */
    private static final double NOTABLE_CONNECTION_SHARE = 0.01;

    /** Above this, in cores, the figures tell of the neighbours as well. */
    private static final double NOTABLE_DISTURBANCE = 0.1;

    private final Results results;
    private final List<Proxy> yardsticks;

    TextReport(Results results) {
        this.results = results;
        this.yardsticks = Results.YARDSTICKS.stream()
                .filter(results.plan().proxies()::contains)
                .toList();
    }

    String render(LocalDate date) {
        StringBuilder text = new StringBuilder(heading(date));
        for (Workload workload : results.plan().workloads()) {
            text.append('\n').append(workload.title()).append(" (").append(workload.connections());
            text.append(" connections)\n");
            text.append(values(workload));
            text.append(ratios(workload));
            text.append(remarks(workload));
        }
        return text.append('\n').append(summary()).append(disturbance()).toString();
    }

    private String heading(LocalDate date) {
        Plan plan = results.plan();
        StringBuilder text = new StringBuilder();
        text.append(date).append(", ").append(results.machine().shape()).append('\n');
        results.machine()
                .versions()
                .forEach((proxy, version) ->
                        text.append(proxy.id()).append(": ").append(version).append('\n'));
        text.append("java: ").append(results.machine().java()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "medians of %d rounds of %d s after %d s of warm-up; access logs %s%n",
                plan.rounds(),
                plan.seconds(),
                plan.warmupSeconds(),
                plan.accessLog() ? "on" : "off"));
        return text.toString();
    }

    private String values(Workload workload) {
        List<String> head = new ArrayList<>(List.of("", Metric.CPU.title(), "spread"));
        for (Metric metric : Metric.values()) {
            if (metric != Metric.CPU) {
                head.add(metric.title());
            }
        }
        head.add("socket errors");
        TextTable table = new TextTable(head);
        for (Result result : results.of(workload)) {
            List<String> row = new ArrayList<>();
            row.add(result.proxy().id());
            row.add(number(result.median(Metric.CPU)));
            row.add("±" + percent(result.spread(Metric.CPU)));
            for (Metric metric : Metric.values()) {
                if (metric != Metric.CPU) {
                    row.add(number(result.median(metric)));
                }
            }
            row.add(Long.toString(result.socketErrors()));
            table.add(row);
        }
        return table.toString();
    }

    private String ratios(Workload workload) {
        if (yardsticks.isEmpty()) {
            return "";
        }
        List<String> head = new ArrayList<>(List.of(ratioTitle()));
        for (Metric metric : Metric.values()) {
            head.add(metric.shortTitle());
        }
        TextTable table = new TextTable(head);
        for (Result result : results.of(workload)) {
            List<String> row = new ArrayList<>(List.of(result.proxy().id()));
            for (Metric metric : Metric.values()) {
                row.add(ratios(result, metric));
            }
            table.add(row);
        }
        return table.toString();
    }

    private String ratioTitle() {
        return yardsticks.stream().map(Proxy::id).collect(Collectors.joining(" / ", "÷ ", ""));
    }

    private String ratios(Result result, Metric metric) {
        return yardsticks.stream()
                .map(yardstick -> results.ratio(result, metric, yardstick))
                .map(ratio -> Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio))
                .collect(Collectors.joining(" / "));
    }

    private String remarks(Workload workload) {
        StringBuilder text = new StringBuilder();
        for (Result result : results.of(workload)) {
            String id = result.proxy().id();
            for (String sentence : result.invalid()) {
                text.append("! ")
                        .append(id)
                        .append(": a run does not count: ")
                        .append(sentence)
                        .append('\n');
            }
            if (result.backendConnectionShare() > NOTABLE_CONNECTION_SHARE) {
                text.append("! ").append(id).append(" opened a connection to the origin for ");
                text.append(percent(result.backendConnectionShare())).append(" of its requests\n");
            }
            if (results.plan().accessLog() && !result.proxy().hasAccessLog()) {
                text.append("! ").append(id).append(" has no access log: it ran without\n");
            }
        }
        return text.toString();
    }

    private String summary() {
        if (yardsticks.isEmpty()) {
            return "";
        }
        List<Workload> workloads = results.plan().workloads();
        List<String> head = new ArrayList<>(List.of(""));
        workloads.forEach(workload -> head.add(workload.id()));
        TextTable table = new TextTable(head);
        for (Proxy proxy : results.plan().proxies()) {
            List<String> row = new ArrayList<>(List.of(proxy.id()));
            for (Workload workload : workloads) {
                row.add(results.find(proxy, workload)
                        .map(result -> ratios(result, Metric.CPU))
                        .orElse("-"));
            }
            table.add(row);
        }
        return "CPU per request " + ratioTitle() + '\n' + table;
    }

    private String disturbance() {
        double others = results.worst(Sample.Disturbance::otherProcesses);
        double hypervisor = results.worst(Sample.Disturbance::hypervisor);
        if (others <= NOTABLE_DISTURBANCE && hypervisor <= NOTABLE_DISTURBANCE) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "! The machine was not ours alone: in the worst run other processes used %.2f of a core and the"
                        + " hypervisor took %.2f. Do not trust these figures.%n",
                others,
                hypervisor);
    }

    /** Three digits or more that say something. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : Math.round(share * 100) + " %";
    }
}
