package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Commands;
import dev.evenkeel.bench.rig.Cores;
import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.EvenkeelOptions;
import dev.evenkeel.bench.rig.Origin;
import dev.evenkeel.bench.rig.Programs;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Workload;
import dev.evenkeel.bench.rig.Wrk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench/compare}. */
@Command(
        name = "bench/compare",
        sortOptions = false,
        description = {
            "Measures side by side what proxies cost: CPU time per request, requests per",
            "second, latency, memory. Each runs one worker in front of the same origin,",
            "pinned to one core; load and origin have another."
        },
        footer = {"", "Exit code: 0 if all runs count, 1 if one does not or nothing could be measured."})
public final class Compare implements Callable<Integer> {
    @Option(
            names = "--proxies",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Which to compare: evenkeel, haproxy, nginx, perlbal, apache. Default: all that are installed.")
    private List<String> proxyIds = List.of();

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "What to send: 1k, 1k-headers, 4k-post, 16k, 1m, 1k-close. Default: all, in this order.")
    private List<String> workloadIds = Workload.ids();

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "Measured runs of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--duration",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "Length of a run. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "Load before a workload's first round, for each proxy. Default: ${DEFAULT-VALUE}.")
    private int warmupSeconds;

    @Option(names = "--no-log", description = "Run all without access log. Default: all write one to a file.")
    private boolean noLog;

    @Mixin
    private Cores cores = new Cores();

    @Mixin
    private EvenkeelOptions evenkeelOptions = new EvenkeelOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures, with each run, to a file.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the CPU time per request as a chart.")
    private @Nullable Path svg;

    private Compare() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(Commands.execute(new Compare(), args));
    }

    @Override
    public Integer call() throws IOException {
        Evenkeel evenkeel = evenkeelOptions.evenkeel("");
        Plan plan = plan();
        Programs.require("wrk", "wrk");
        Programs.require("taskset", "util-linux");
        requireWritable(json);
        requireWritable(svg);
        Machine machine = Machine.look(plan.proxies(), evenkeel);
        Results results;
        try (Cleanup cleanup = Cleanup.atExit()) {
            results = new Results(plan, machine, measure(plan, evenkeel, cleanup));
        }
        return report(results);
    }

    private Plan plan() {
        requireAtLeast("--rounds", rounds, 1);
        requireAtLeast("--duration", seconds, 1);
        requireAtLeast("--warmup", warmupSeconds, 0);
        List<Workload> workloads =
                workloadIds.stream().map(Workload::ofId).distinct().toList();
        return new Plan(proxies(), workloads, rounds, seconds, warmupSeconds, !noLog);
    }

    private List<Proxy> proxies() {
        boolean asked = !proxyIds.isEmpty();
        List<Proxy> wanted =
                asked ? proxyIds.stream().map(Proxy::ofId).distinct().toList() : List.of(Proxy.values());
        List<Proxy> installed = new ArrayList<>();
        for (Proxy proxy : wanted) {
            if (proxy.isInstalled()) {
                installed.add(proxy);
            } else if (asked) {
                throw new RigException(proxy.id() + " is not installed; " + howToInstall(proxy));
            } else {
                System.err.println("without " + proxy.id() + ", which is not installed; " + howToInstall(proxy));
            }
        }
        return installed;
    }

    private static String howToInstall(Proxy proxy) {
        return "on Debian and Ubuntu: apt-get install " + proxy.debianPackage();
    }

    private List<Result> measure(Plan plan, Evenkeel evenkeel, Cleanup cleanup) throws IOException {
        Path directory = cleanup.temporaryDirectory();
        Origin origin = Origin.start(Files.createDirectory(directory.resolve("origin")), cores.load(), cleanup);
        RunningProxy.Setting setting = new RunningProxy.Setting(directory, cores.proxy(), plan.accessLog(), evenkeel);
        List<RunningProxy> proxies = new ArrayList<>();
        for (Proxy proxy : plan.proxies()) {
            proxies.add(RunningProxy.start(proxy, setting, origin, cleanup));
        }
        Round round = new Round(origin, new Wrk(directory, cores.load(), cleanup));
        return new Comparison(plan, round, proxies, System.err::println).run();
    }

    private int report(Results results) throws IOException {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        System.out.println();
        System.out.print(new TextReport(results).render(today));
        if (json != null) {
            new JsonReport(results).write(json, today);
        }
        if (svg != null) {
            new SvgChart(results).write(svg);
        }
        return results.hasInvalidRuns() ? 1 : 0;
    }

    private static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new RigException(option + ": " + value + " (expected: " + least + " or more)");
        }
    }

    /** Known before a long run rather than after. */
    private static void requireWritable(@Nullable Path file) {
        if (file == null) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null || !Files.isWritable(parent)) {
            throw new RigException(file + " cannot be written");
        }
    }
}
