package dev.evenkeel.bench.scale;

import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Commands;
import dev.evenkeel.bench.rig.Cores;
import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.EvenkeelOptions;
import dev.evenkeel.bench.rig.FreePorts;
import dev.evenkeel.bench.rig.Origin;
import dev.evenkeel.bench.rig.Programs;
import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench/scale}. */
@Command(
        name = "bench/scale",
        sortOptions = false,
        description = {
            "Starts Evenkeel with very many backends and pools and measures what a change costs:",
            "adding and removing one backend, a reload of the file, the checks of all backends."
        },
        footer = {"", "Exit code: 0 if all targets are met, else 1."})
public final class Scale implements Callable<Integer> {
    private static final List<String> ALL = List.of("file", "live", "reload", "checks");

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Some of file, live (one of many backends comes and goes, those in the file or added"
                    + " live), reload, checks. Default: all.")
    private List<String> only = ALL;

    @Option(
            names = "--backends",
            defaultValue = "10000",
            paramLabel = "N",
            description = "In the pool that changes. Default: ${DEFAULT-VALUE}.")
    private int backends;

    @Option(
            names = "--changes",
            defaultValue = "40",
            paramLabel = "N",
            description = "Backends that come and go, of each kind. Default: ${DEFAULT-VALUE}.")
    private int changes;

    @Option(
            names = "--pools",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Pools of ten in the file that is reloaded. Default: ${DEFAULT-VALUE}.")
    private int pools;

    @Option(
            names = "--checked",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Backends that are checked. Default: ${DEFAULT-VALUE}.")
    private int checked;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "N",
            description = "For how long the checks are watched. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file too.")
    private @Nullable Path json;

    @Mixin
    private Cores cores = new Cores();

    @Mixin
    private EvenkeelOptions evenkeelOptions = new EvenkeelOptions();

    private Scale() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(Commands.execute(new Scale(), args));
    }

    @Override
    public Integer call() throws IOException {
        Programs.require("taskset", "util-linux");
        if (!ALL.containsAll(only) || Math.min(backends, Math.min(changes, pools)) < 1 || checked < 1 || seconds < 1) {
            throw new RigException("options: " + only + " (expected: some of " + ALL + ", and numbers of 1 or more)");
        }
        Report report;
        try (Cleanup cleanup = Cleanup.atExit()) {
            int proxyCore = cores.proxy(); // before this process is on one core, and knows of no other
            int loadCore = cores.load();
            pinTo(loadCore);
            report = new Report(measure(proxyCore, loadCore, cleanup));
        }
        System.out.print(report.text());
        if (json != null) {
            report.write(json);
        }
        return report.allMet() ? 0 : 1;
    }

    /** The client must not take from the daemon what it then finds missing. */
    private static void pinTo(int core) {
        String pid = Long.toString(ProcessHandle.current().pid());
        Programs.firstLine(List.of("taskset", "-a", "-c", "-p", Integer.toString(core), pid));
    }

    private List<Measurement> measure(int proxyCore, int loadCore, Cleanup cleanup) throws IOException {
        Path directory = cleanup.temporaryDirectory();
        Origin origin = Origin.startEverywhere(Files.createDirectory(directory.resolve("origin")), loadCore, cleanup);
        Addresses addresses = new Addresses(origin.ports().get(0));
        List<Measurement> all = new ArrayList<>();
        for (String part : ALL) {
            if (only.contains(part)) {
                System.err.println("measuring: " + part);
                all.addAll(measure(part, addresses, proxyCore, cleanup));
            }
        }
        return all;
    }

    private List<Measurement> measure(String part, Addresses addresses, int proxyCore, Cleanup cleanup)
            throws IOException {
        Evenkeel evenkeel = evenkeelOptions.evenkeel("");
        ConfigText texts = new ConfigText(
                cleanup.temporaryDirectory().resolve("state.json"), evenkeel.transport(), FreePorts.find(2), addresses);
        if (part.equals("live")) {
            Files.writeString(texts.stateFile(), texts.stateWith(backends));
        }
        String config = switch (part) {
            case "file" -> texts.onePool(backends, "");
            case "live" -> texts.onePool(0, "");
            case "reload" -> texts.manyPools(pools, 10, 0);
            default -> texts.onePool(checked, ChecksScenario.SETTINGS);
        };
        try (ScaleDaemon daemon = ScaleDaemon.start(texts, config, evenkeel, proxyCore, cleanup)) {
            return switch (part) {
                case "file" -> membership("one of " + backends + ", in the file", daemon, addresses, texts);
                case "live" -> membership("one of " + backends + ", added live", daemon, addresses, texts);
                case "reload" -> new ReloadScenario(daemon, texts, pools, 10).run();
                default -> new ChecksScenario(daemon, checked, seconds).run();
            };
        }
    }

    private List<Measurement> membership(String name, ScaleDaemon daemon, Addresses addresses, ConfigText texts) {
        return new MembershipScenario(name, daemon, addresses, backends, changes).run(texts.port());
    }
}
