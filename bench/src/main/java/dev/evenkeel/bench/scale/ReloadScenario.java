package dev.evenkeel.bench.scale;

import java.util.ArrayList;
import java.util.List;

/** The file of a daemon with very many pools is read again beside a trickle of requests. */
final class ReloadScenario {
    private static final double LONGEST_RELOAD_MILLIS = 1000;
    private static final double LONGEST_DELAY_MILLIS = 20;
    private static final int ROUNDS = 3;
    private static final long AFTER_MILLIS = 1000;

    private final ScaleDaemon daemon;
    private final ConfigText texts;
    private final int pools;
    private final int backends;
    private final List<Measurement> measurements = new ArrayList<>();

    ReloadScenario(ScaleDaemon daemon, ConfigText texts, int pools, int backends) {
        this.daemon = daemon;
        this.texts = texts;
        this.pools = pools;
        this.backends = backends;
    }

    List<Measurement> run() {
        explain("start", "start to first answer", daemon.startMillis(), "ms");
        try (Trickle trickle = Trickle.start(texts.port())) {
            ScaleDaemon.pause(AFTER_MILLIS);
            trickle.restart();
            ScaleDaemon.pause(2 * AFTER_MILLIS);
            explain("start", "longest delay after it", trickle.longestMillis(), "ms");
            for (int round = 1; round <= ROUNDS; round++) {
                reload(trickle, round, 1);
                reload(trickle, round, pools);
            }
        }
        explain("reload", "resident memory", daemon.residentMebibytes(), "MiB");
        return measurements;
    }

    /** Two times: the settings that changed change back. */
    private void reload(Trickle trickle, int round, int changed) {
        String scenario = "reload " + round + " of " + pools + " pools, " + changed + " changed";
        double took = 0;
        trickle.restart();
        daemon.stops().restart();
        for (int now : new int[] {changed, 0}) {
            String text = texts.manyPools(pools, backends, now);
            long start = System.nanoTime();
            daemon.reload(text);
            took = Math.max(took, ScaleDaemon.millisSince(start));
            ScaleDaemon.pause(AFTER_MILLIS);
        }
        measurements.add(new Measurement(scenario, "time", took, "ms", LONGEST_RELOAD_MILLIS));
        measurements.add(
                new Measurement(scenario, "longest delay", trickle.longestMillis(), "ms", LONGEST_DELAY_MILLIS));
        explain(scenario, "longest stop of the JVM", daemon.stops().longestMillis(), "ms");
    }

    private void explain(String scenario, String what, double value, String unit) {
        measurements.add(new Measurement(scenario, what, value, unit, null));
    }
}
