package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is measured, and for how long. */
final class PlanOptions {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 3;
    private static final int WARMUP = 6;

    @Option(
            names = "--proxies",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "evenkeel,haproxy,nginx",
            description = "Which to compare, of evenkeel, haproxy, nginx, perlbal, apache. Default: the first three.")
    private List<String> proxyIds = List.of();

    @Option(
            names = "--sections",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "cost,latency,memory,startup,loops",
            description = "What to measure, of cost, latency, memory, startup, loops. Default: all.")
    private List<String> sections = List.of();

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = {
                "What to send in the section cost, of 1k, 1k-headers, 4k-post, 16k, 1m,",
                "100m, 100m-upload, 1k-close, backend-close, idle. Default: all."
            })
    private List<String> workloadIds = Workload.ids();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Measured runs of each. Default: " + ROUNDS + "; with --quick 1.")
    private @Nullable Integer rounds;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "Length of a run. Default: " + SECONDS + "; with --quick 1.")
    private @Nullable Integer seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description =
                    "Load before a workload's first round, for each proxy. Default: " + WARMUP + "; with --quick 2.")
    private @Nullable Integer warmupSeconds;

    @Option(names = "--quick", description = "A look in a few minutes: the figures are rough.")
    private boolean quick;

    @Option(names = "--no-log", description = "Run all without access log. Default: all write one to a file.")
    private boolean noLog;

    /** What the options say; fails on what cannot be. */
    Plan plan(List<Evenkeel> evenkeels) {
        for (String section : sections) {
            if (!Plan.SECTIONS.contains(section)) {
                throw new RigException("--sections: " + section + " (expected: some of " + Plan.SECTIONS + ")");
            }
        }
        List<Workload> workloads =
                workloadIds.stream().map(Workload::ofId).distinct().toList();
        return new Plan(
                Contender.of(proxies(), evenkeels),
                workloads,
                new Plan.Effort(
                        atLeast("--rounds", choose(rounds, ROUNDS, 1), 1),
                        atLeast("--duration", choose(seconds, SECONDS, 1), 1),
                        atLeast("--warmup", choose(warmupSeconds, WARMUP, 2), 0)),
                !noLog);
    }

    boolean wants(String section) {
        return sections.contains(section);
    }

    private List<Proxy> proxies() {
        List<Proxy> proxies = proxyIds.stream().map(Proxy::ofId).distinct().toList();
        for (Proxy proxy : proxies) {
            if (!proxy.isInstalled()) {
                throw new RigException(proxy.id() + " is not installed; on Debian and Ubuntu: apt-get install "
                        + proxy.debianPackage());
            }
        }
        return proxies;
    }

    private int choose(@Nullable Integer given, int usual, int whenQuick) {
        return given != null ? given : quick ? whenQuick : usual;
    }

    private static int atLeast(String option, int value, int least) {
        if (value < least) {
            throw new RigException(option + ": " + value + " (expected: " + least + " or more)");
        }
        return value;
    }
}
