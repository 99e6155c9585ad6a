package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.TextTable;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The cost of each workload as tables: one for each, and one for all. */
final class CostTables {
    /** Above this, keep-alive to the origin did not work as it does for the others. */
    private static final double NOTABLE_CONNECTION_SHARE = 0.01;

    /** Above this, in cores, the figures tell of the neighbours as well. */
    private static final double NOTABLE_DISTURBANCE = 0.1;

    private final Results results;
    private final List<Proxy> yardsticks;

    CostTables(Results results) {
        this.results = results;
        this.yardsticks = Results.YARDSTICKS.stream()
                .filter(yardstick ->
                        results.plan().contenders().stream().anyMatch(contender -> contender.proxy() == yardstick))
                .toList();
    }

    String render() {
        StringBuilder text = new StringBuilder();
        for (Workload workload : results.plan().workloads()) {
            text.append(workload.title()).append(" (").append(workload.connections());
            text.append(" connections)\n");
            text.append(values(workload));
            text.append(ratios(workload));
            text.append(remarks(workload)).append('\n');
        }
        return text.append(summary()).append(disturbance()).toString();
    }

    private static List<Metric> metrics(Workload workload) {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric != Metric.CPU_PER_GIB || workload.isLarge())
                .toList();
    }

    private String values(Workload workload) {
        List<String> head = new ArrayList<>(List.of("", Metric.CPU.title(), "spread"));
        List<Metric> others = metrics(workload).stream()
                .filter(metric -> metric != Metric.CPU)
                .toList();
        others.forEach(metric -> head.add(metric.title()));
        head.add("socket errors");
        TextTable table = new TextTable(head);
        for (Result result : results.of(workload)) {
            List<String> row = new ArrayList<>();
            row.add(result.contender().name());
            row.add(number(result.median(Metric.CPU)));
            row.add("±" + percent(result.spread(Metric.costOf(workload))));
            others.forEach(metric -> row.add(number(result.median(metric))));
            row.add(Long.toString(result.socketErrors()));
            table.add(row);
        }
        return table.toString();
    }

    private String ratios(Workload workload) {
        if (yardsticks.isEmpty()) {
            return "";
        }
        List<String> head = new ArrayList<>(
                List.of(yardsticks.stream().map(Proxy::id).collect(Collectors.joining(" / ", "÷ ", ""))));
        List<Metric> metrics = metrics(workload);
        metrics.forEach(metric -> head.add(metric.shortTitle()));
        TextTable table = new TextTable(head);
        for (Result result : results.of(workload)) {
            List<String> row = new ArrayList<>(List.of(result.contender().name()));
            metrics.forEach(metric -> row.add(ratios(result, metric)));
            table.add(row);
        }
        return table.toString();
    }

    private String ratios(Result result, Metric metric) {
        return yardsticks.stream()
                .map(yardstick -> ratio(results.ratio(result, metric, yardstick)))
                .collect(Collectors.joining(" / "));
    }

    private String remarks(Workload workload) {
        StringBuilder text = new StringBuilder();
        for (Result result : results.of(workload)) {
            String name = result.contender().name();
            for (String sentence : result.invalid()) {
                text.append("! ")
                        .append(name)
                        .append(": a run does not count: ")
                        .append(sentence)
                        .append('\n');
            }
            if (workload.keepsBackendConnections() && result.backendConnectionShare() > NOTABLE_CONNECTION_SHARE) {
                text.append("! ").append(name).append(" opened a connection to the origin for ");
                text.append(percent(result.backendConnectionShare())).append(" of its requests\n");
            }
            if (results.plan().accessLog() && !result.contender().proxy().hasAccessLog()) {
                text.append("! ").append(name).append(" has no access log: it ran without\n");
            }
        }
        return text.toString();
    }

    /** A row for each workload: what each costs, and what that is as a multiple of the better yardstick's. */
    private String summary() {
        List<Contender> contenders = results.plan().contenders();
        List<String> head = new ArrayList<>(List.of("CPU µs/request (large: ms/GiB)"));
        contenders.forEach(contender -> head.add(contender.name()));
        contenders.stream().filter(Contender::isEvenkeel).forEach(contender -> head.add(contender + " ÷ best"));
        head.add("target");
        TextTable table = new TextTable(head);
        for (Workload workload : results.plan().workloads()) {
            List<String> row = new ArrayList<>(List.of(workload.id()));
            for (Contender contender : contenders) {
                row.add(results.find(contender, workload)
                        .map(result -> number(result.cost()))
                        .orElse("-"));
            }
            for (Contender contender : contenders) {
                if (contender.isEvenkeel()) {
                    row.add(results.find(contender, workload)
                            .map(result -> ratio(results.costToBest(result)))
                            .orElse("-"));
                }
            }
            row.add(ratio(Target.COST.getOrDefault(workload, Double.NaN)));
            table.add(row);
        }
        return table.toString();
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
        if (!Double.isFinite(value)) {
            return "-";
        }
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Two decimals. */
    static String ratio(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : Math.round(share * 100) + " %";
    }
}
