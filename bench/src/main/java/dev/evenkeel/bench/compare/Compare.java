package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Commands;
import dev.evenkeel.bench.rig.Cores;
import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.EvenkeelOptions;
import dev.evenkeel.bench.rig.Load;
import dev.evenkeel.bench.rig.LoadGenerator;
import dev.evenkeel.bench.rig.Origin;
import dev.evenkeel.bench.rig.Profiler;
import dev.evenkeel.bench.rig.Programs;
import dev.evenkeel.bench.rig.Wrk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            "Measures side by side what proxies cost: CPU time per request, latency at a",
            "fixed rate, memory, start-up. Each runs one worker in front of the same",
            "origin, pinned to one core; load and origin have another."
        },
        footer = {
            "",
            "Exit code: 0 if all runs count, whether or not the targets are met; 1 if a run",
            "does not count or nothing could be measured."
        })
public final class Compare implements Callable<Integer> {
    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Mixin
    private Cores cores = new Cores();

    @Mixin
    private EvenkeelOptions evenkeelOptions = new EvenkeelOptions();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Write a flame graph of Evenkeel under each workload, from a run of its own.")
    private @Nullable Path profile;

    @Option(names = "--charts", paramLabel = "DIR", description = "Draw the sections as SVG files.")
    private @Nullable Path charts;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures, with each run, to a file.")
    private @Nullable Path json;

    @Option(
            names = "--save",
            description = "Write them to bench/results, where the next run finds what to set itself against.")
    private boolean save;

    private Compare() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(Commands.execute(new Compare(), args));
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = planOptions.plan(evenkeels());
        Programs.require("wrk", "wrk");
        Programs.require("taskset", "util-linux");
        create(profile);
        create(charts);
        Provenance provenance = provenance(plan);
        leaveTheProxyCore();
        List<Section> sections;
        try (Cleanup cleanup = Cleanup.atExit()) {
            sections = measure(plan, cleanup);
        }
        return tell(new Report(provenance, plan, sections));
    }

    private void leaveTheProxyCore() {
        String self = Long.toString(ProcessHandle.current().pid());
        Programs.firstLine(List.of("taskset", "-acp", Integer.toString(cores.load()), self));
    }

    private List<Evenkeel> evenkeels() {
        return profile == null
                ? evenkeelOptions.evenkeels()
                : evenkeelOptions.evenkeels().stream()
                        .map(evenkeel -> evenkeel.withJvmFlags(Profiler.JVM_FLAGS))
                        .toList();
    }

    private static Provenance provenance(Plan plan) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (Contender contender : plan.contenders()) {
            versions.put(contender.name(), version(contender));
        }
        return new Provenance(LocalDateTime.now(ZoneId.systemDefault()), commit(), Machine.look(), versions);
    }

    /** Evenkeel tells the Java of the moment in parentheses, which need not be that of the contender. */
    private static String version(Contender contender) {
        String version = contender.proxy().version(contender.evenkeel());
        return contender.isEvenkeel()
                ? version.replaceFirst(" \\(.*", "") + ", "
                        + contender.evenkeel().javaVersion()
                : version;
    }

    private static String commit() {
        String root = root().toString();
        String commit = Programs.firstLine(List.of("git", "-C", root, "rev-parse", "--short", "HEAD"));
        String changes = Programs.firstLine(List.of("git", "-C", root, "status", "--porcelain"));
        return commit + (changes.isEmpty() ? "" : "+");
    }

    private static Path root() {
        return Path.of(System.getProperty("evenkeel.root", "."));
    }

    private List<Section> measure(Plan plan, Cleanup cleanup) throws IOException {
        Path directory = cleanup.temporaryDirectory();
        Origin origin = Origin.start(Files.createDirectory(directory.resolve("origin")), cores.load(), cleanup);
        Load load = new Load(
                new Wrk(directory, cores.load(), cleanup), LoadGenerator.start(directory, cores.load(), cleanup));
        Rig rig = new Rig(directory, cores, plan.accessLog(), origin, load);
        Optional<Profiles> profiles =
                Optional.ofNullable(profile).map(folder -> new Profiles(Profiler.in(directory), folder));
        List<Section> sections = new ArrayList<>();
        List<GcPauses> pauses = new ArrayList<>();
        if (planOptions.wants(CostSection.ID)) {
            sections.add(CostSection.measure(rig, plan, profiles, pauses::addAll));
        }
        if (planOptions.wants(LatencySection.ID)) {
            sections.add(LatencySection.measure(rig, plan, pauses::addAll));
        }
        if (!pauses.isEmpty()) {
            sections.add(new PausesSection(GcPauses.join(pauses)));
        }
        if (planOptions.wants(MemorySection.ID)) {
            sections.add(MemorySection.measure(rig, plan));
        }
        if (planOptions.wants(StartupSection.ID)) {
            sections.add(StartupSection.measure(rig, plan));
        }
        if (planOptions.wants(LoopsSection.ID)) {
            sections.add(LoopsSection.measure(rig, plan));
        }
        return sections;
    }

    private int tell(Report report) throws IOException {
        Path results = root().resolve("bench/results");
        Optional<Baseline> baseline = Baseline.newest(results, report);
        System.out.println();
        System.out.print(report.text(baseline));
        if (json != null) {
            new JsonReport(report).write(json);
        }
        if (save) {
            Path file = Files.createDirectories(results).resolve(report.origin().fileName());
            new JsonReport(report).write(file);
            System.out.println("saved as bench/results/" + file.getFileName());
        }
        if (charts != null) {
            for (Section section : report.sections()) {
                for (Map.Entry<String, Svg> chart : section.charts().entrySet()) {
                    chart.getValue().write(charts.resolve(chart.getKey() + ".svg"));
                }
            }
        }
        return report.hasInvalidRuns() ? 1 : 0;
    }

    /** Known before a long run rather than after. */
    private static void create(@Nullable Path folder) throws IOException {
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }
}
