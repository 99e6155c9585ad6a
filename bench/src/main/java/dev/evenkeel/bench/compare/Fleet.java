package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.RunningProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Contenders that run side by side in front of the origin, until it is closed. */
final class Fleet implements AutoCloseable {
    private final Cleanup cleanup = Cleanup.atExit();
    private final List<Runner> runners = new ArrayList<>();
    private final Map<Runner, Integer> warmUpPauses = new HashMap<>();

    private Fleet() {}

    /** Starts them, and waits until all answer; {@code keepAlive} is that with backends. */
    static Fleet start(Rig rig, List<Contender> contenders, boolean keepAlive) {
        Fleet fleet = new Fleet();
        try {
            for (Contender contender : contenders) {
                fleet.runners.add(start(rig, contender, keepAlive, fleet.cleanup));
            }
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private static Runner start(Rig rig, Contender contender, boolean keepAlive, Cleanup cleanup) {
        try {
            Path directory = Files.createTempDirectory(rig.directory(), "fleet-");
            Path gcLog = directory.resolve("gc.log");
            String flags = "-Xlog:gc,gc+phases:file=" + gcLog;
            RunningProxy.Shape shape = new RunningProxy.Shape(
                    contender.threads(), RunningProxy.Shape.USUAL.clientConnections(), keepAlive);
            RunningProxy.Setting setting = new RunningProxy.Setting(
                    directory,
                    cores(rig, contender),
                    rig.accessLog(),
                    contender.evenkeel().withJvmFlags(flags),
                    shape);
            return new Runner(contender, RunningProxy.start(contender.proxy(), setting, rig.origin(), cleanup), gcLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With more than one thread, the load's core too: two cores are all that many machines have. */
    private static List<Integer> cores(Rig rig, Contender contender) {
        int proxy = rig.cores().proxy();
        return contender.threads() == 1
                ? List.of(proxy)
                : List.of(proxy, rig.cores().load());
    }

    List<Runner> runners() {
        return List.copyOf(runners);
    }

    /** To be called when all have had their first load and none was measured: pauses up to here are those of the warm-up. */
    void warmedUp() {
        jvms().forEach(runner ->
                warmUpPauses.put(runner, GcPauses.count(runner.contender().name(), runner.gcLog())));
    }

    /** The pauses of Evenkeel's garbage collectors up to now. */
    List<GcPauses> pauses() {
        return jvms().map(runner ->
                        GcPauses.read(runner.contender().name(), runner.gcLog(), warmUpPauses.getOrDefault(runner, 0)))
                .toList();
    }

    private Stream<Runner> jvms() {
        return runners.stream().filter(runner -> runner.contender().isEvenkeel());
    }

    /** Ends them all. */
    @Override
    public void close() {
        cleanup.close();
    }
}
