package dev.evenkeel.bench.nodrop;

import dev.evenkeel.bench.nodrop.load.Load;
import dev.evenkeel.bench.nodrop.load.Target;
import dev.evenkeel.bench.nodrop.proxy.PoolSpec;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import dev.evenkeel.bench.nodrop.scenario.Plan;
import dev.evenkeel.bench.nodrop.scenario.Scenario;
import dev.evenkeel.bench.nodrop.verdict.Verdict;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.RigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run: origins, proxy and clients, disturbed for a while, then judged. */
public final class NoDropRun {
    /** What a client waits beyond the longest times of the proxy: for a queue, and for other tries. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    /** No client waits longer, whatever a configuration allows. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

    private static final int TRIES = 3;

    private final Settings settings;
    private final List<Target> targets;
    private final Collection<PoolSpec> pools;

    /**
     * How a run is made.
     *
     * @param time how long there are disturbances, at least
     * @param plan what happens
     * @param rate requests per second
     * @param users clients
     * @param progress is told what happens, a line at a time
     */
    public record Settings(Duration time, Plan plan, int rate, int users, Consumer<String> progress) {}

    /**
     * A run.
     *
     * @param targets what clients ask for; not empty
     * @param pools the pools to which they lead
     */
    public NoDropRun(Settings settings, List<Target> targets, Collection<PoolSpec> pools) {
        this.settings = settings;
        this.targets = List.copyOf(targets);
        this.pools = List.copyOf(pools);
        if (targets.isEmpty()) {
            throw new RigException("no route of the configuration leads to a pool");
        }
    }

    /** Runs it. The proxy is started when the origins listen. */
    public Verdict run(Supplier<TestedProxy> start, Path directory, Cleanup cleanup) {
        Scenario scenario = new Scenario(pools, settings.plan(), directory, cleanup, settings.progress());
        scenario.startOrigins();
        TestedProxy proxy = start.get();
        long seed = settings.plan().seed();
        Load load = Load.start(new Load.Settings(targets, settings.users(), settings.rate(), patience(), seed));
        try {
            scenario.run(proxy, settings.time());
            load.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
        scenario.stopOrigins();
        proxy.requireAlive();
        return Verdict.of(load.ledger(), scenario, proxy);
    }

    /** How long a client waits for the next byte. */
    private Duration patience() {
        return pools.stream()
                .map(PoolSpec::timeouts)
                .map(timeouts -> timeouts.connect()
                        .plus(timeouts.shortest())
                        .multipliedBy(TRIES)
                        .plus(timeouts.queue())
                        .plus(MARGIN))
                .map(patience -> patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience)
                .max(Duration::compareTo)
                .orElse(MOST_PATIENCE);
    }
}
