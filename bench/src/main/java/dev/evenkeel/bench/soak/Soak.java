package dev.evenkeel.bench.soak;

import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Commands;
import dev.evenkeel.bench.rig.Cores;
import dev.evenkeel.bench.rig.CpuReading;
import dev.evenkeel.bench.rig.EvenkeelOptions;
import dev.evenkeel.bench.rig.LoadResult;
import dev.evenkeel.bench.rig.Origin;
import dev.evenkeel.bench.rig.Programs;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.ResidentMemory;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Workload;
import dev.evenkeel.bench.rig.Wrk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench/soak}. */
@Command(
        name = "bench/soak",
        sortOptions = false,
        description = {
            "Keeps Evenkeel under steady load of several workloads in turn, and reads its memory",
            "and its CPU time per request in between, to see whether anything grows."
        },
        footer = {"", "Exit code: 0 if nothing grows and no request failed, else 1."})
public final class Soak implements Callable<Integer> {
    private static final int CONNECTIONS = 64;

    private static final List<Workload> WORKLOADS = List.of(
            Workload.GET_1K,
            Workload.HEADERS_1K,
            Workload.POST_4K,
            Workload.GET_16K,
            Workload.GET_1M,
            Workload.NEW_CONNECTION);

    private static final double MEBIBYTE = 1024.0 * 1024.0;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            paramLabel = "N",
            description = "How long. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--every",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "Load between two readings. Default: ${DEFAULT-VALUE}.")
    private int every;

    @Option(names = "--no-log", description = "Run without access log.")
    private boolean noLog;

    @Mixin
    private Cores cores = new Cores();

    @Mixin
    private EvenkeelOptions evenkeelOptions = new EvenkeelOptions();

    private Soak() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(Commands.execute(new Soak(), args));
    }

    @Override
    public Integer call() throws IOException {
        Programs.require("wrk", "wrk");
        Programs.require("taskset", "util-linux");
        int stretches = every < 1 ? 0 : minutes * 60 / every;
        if (stretches < 4) {
            throw new RigException("--minutes and --every: " + minutes + " min and " + every
                    + " s (expected: time for four readings or more)");
        }
        try (Cleanup cleanup = Cleanup.atExit()) {
            return judge(load(stretches, cleanup));
        }
    }

    private List<Reading> load(int stretches, Cleanup cleanup) throws IOException {
        Path directory = cleanup.temporaryDirectory();
        Origin origin = Origin.start(Files.createDirectory(directory.resolve("origin")), cores.load(), cleanup);
        RunningProxy evenkeel = RunningProxy.start(
                Proxy.EVENKEEL,
                new RunningProxy.Setting(
                        directory, cores.proxy(), !noLog, evenkeelOptions.evenkeel(JavaMemory.JVM_FLAGS)),
                origin,
                cleanup);
        Wrk wrk = new Wrk(directory, cores.load(), cleanup);
        System.out.println("  time   requests  errors  CPU µs/request  RSS MiB  heap MiB  direct MiB");
        List<Reading> readings = new ArrayList<>();
        for (int stretch = 1; stretch <= stretches; stretch++) {
            Reading reading = stretch(evenkeel, wrk, Duration.ofSeconds((long) stretch * every));
            System.out.println(line(reading));
            readings.add(reading);
        }
        return readings;
    }

    private Reading stretch(RunningProxy evenkeel, Wrk wrk, Duration elapsed) {
        evenkeel.emptyLog();
        CpuReading before = CpuReading.of(evenkeel.pids());
        LoadResult load = wrk.runInTurn(WORKLOADS, CONNECTIONS, evenkeel.port(), every);
        long cpuNanos = CpuReading.of(evenkeel.pids()).nanosSince(before);
        evenkeel.requireAlive();
        long resident = ResidentMemory.bytes(evenkeel.pids());
        return new Reading(
                elapsed,
                load.requests(),
                load.badStatus() + load.socketErrors(),
                cpuNanos / 1000.0 / load.requests(),
                resident,
                JavaMemory.read(evenkeel.pids()));
    }

    private static String line(Reading reading) {
        return String.format(
                Locale.ROOT,
                "%3d:%02d %10d %7d %15.2f %8.1f %9.1f %11.1f",
                reading.elapsed().toMinutes(),
                reading.elapsed().toSecondsPart(),
                reading.requests(),
                reading.errors(),
                reading.cpuMicrosPerRequest(),
                reading.residentBytes() / MEBIBYTE,
                reading.memory().heapBytes() / MEBIBYTE,
                reading.memory().directBytes() / MEBIBYTE);
    }

    private static int judge(List<Reading> readings) {
        List<Growth> growths = List.of(
                Growth.of("RSS", mebibytes(readings, Reading::residentBytes)),
                Growth.of(
                        "heap after collection",
                        mebibytes(readings, reading -> reading.memory().heapBytes())),
                Growth.of(
                        "direct memory",
                        mebibytes(readings, reading -> reading.memory().directBytes())));
        growths.forEach(growth -> System.out.println(growth.verdict()));
        long errors = readings.stream().mapToLong(Reading::errors).sum();
        System.out.println(errors == 0 ? "no request failed" : errors + " requests failed");
        return errors == 0 && growths.stream().noneMatch(Growth::grows) ? 0 : 1;
    }

    private static List<Double> mebibytes(List<Reading> readings, ToDoubleFunction<Reading> bytes) {
        return readings.stream()
                .map(reading -> bytes.applyAsDouble(reading) / MEBIBYTE)
                .toList();
    }
}
