package dev.evenkeel.bench.scale;

import dev.evenkeel.bench.rig.CpuReading;
import dev.evenkeel.bench.rig.RigException;
import java.util.List;

/** Very many backends are checked, and nothing else happens. */
final class ChecksScenario {
    /** What is asked of each backend. */
    static final String SETTINGS =
            "health { http { path = \"/1k\" }, interval = 2s, fast-interval = 1s, timeout = 1s, initial = down }";

    private static final double MOST_OF_A_CORE = 3;
    /** The JIT compiler is at work for most of a minute: 500 checks a second are few. */
    private static final long WARM_UP_MILLIS = 60_000;

    private final ScaleDaemon daemon;
    private final int backends;
    private final int seconds;

    ChecksScenario(ScaleDaemon daemon, int backends, int seconds) {
        this.daemon = daemon;
        this.backends = backends;
        this.seconds = seconds;
    }

    List<Measurement> run() {
        ScaleDaemon.pause(WARM_UP_MILLIS);
        CpuReading before = daemon.cpu();
        long start = System.nanoTime();
        ScaleDaemon.pause(seconds * 1000L);
        double cpuMillis = daemon.cpu().nanosSince(before) / 1e6;
        double share = 100 * cpuMillis / ScaleDaemon.millisSince(start);
        int healthy = daemon.healthyBackends();
        if (healthy != backends) {
            throw new RigException(healthy + " of " + backends + " backends passed all their checks (expected: all)");
        }
        String scenario = backends + " backends checked every 2 s";
        return List.of(
                new Measurement(scenario, "CPU, of one core", share, "%", MOST_OF_A_CORE),
                new Measurement(scenario, "CPU per check", cpuMillis * 1000 / (seconds * backends / 2.0), "us", null));
    }
}
