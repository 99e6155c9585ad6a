package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Profiler;
import dev.evenkeel.bench.rig.Workload;
import java.nio.file.Path;
import java.util.List;

/**
 * Flame graphs of Evenkeel under load, one file for each workload and contender.
 *
 * @param profiler takes them
 * @param directory where they go
 */
record Profiles(Profiler profiler, Path directory) {
    /** Sends the workload once more, which is not measured, and profiles it. */
    void take(Rig rig, List<Runner> runners, Workload workload, int seconds) {
        for (Runner runner : runners) {
            if (runner.contender().isEvenkeel()) {
                List<Long> pids = runner.proxy().pids();
                String event = profiler.start(pids);
                rig.load().run(workload, runner.proxy().port(), seconds);
                Path file = directory.resolve(workload.id() + "-" + runner.contender() + ".html");
                profiler.stop(pids, file, runner.contender() + " " + workload.id());
                rig.progress("%s: flame graph of %s by %s: %s", workload.id(), runner.contender(), event, file);
            }
        }
    }
}
