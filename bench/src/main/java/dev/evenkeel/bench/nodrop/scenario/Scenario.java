package dev.evenkeel.bench.nodrop.scenario;

import dev.evenkeel.bench.nodrop.proxy.PoolSpec;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import dev.evenkeel.bench.nodrop.proxy.Waiting;
import dev.evenkeel.bench.nodrop.scenario.Diary.QuietWindow;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.RigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Disturbances in the order that follows from a seed, in rounds: one after the other, some of which last while the next
 * ones happen; then all of them end, and for a while nothing happens, so that the policy can be seen.
 *
 * <p>What is chosen depends on the seed and on what was chosen before, never on time; so a seed gives each proxy the same.
 */
public final class Scenario {
    private static final int STEPS_OF_A_ROUND = 14;
    private static final int LEAST_GAP_MILLIS = 200;
    private static final int MOST_GAP_MILLIS = 1500;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final List<DisturbedPool> pools = new ArrayList<>();
    private final Plan plan;
    private final Random random;
    private final Diary diary = new Diary();
    private final Consumer<String> progress;

    /**
     * A scenario for these pools.
     *
     * @param directory where the origins write
     * @param progress is told what happens, a line at a time
     */
    public Scenario(Collection<PoolSpec> pools, Plan plan, Path directory, Cleanup cleanup, Consumer<String> progress) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.progress = progress;
        pools.forEach(pool -> this.pools.add(new DisturbedPool(pool, directory, cleanup)));
    }

    /** Starts the origins that are there from the beginning. */
    public void startOrigins() {
        pools.forEach(DisturbedPool::startOrigins);
    }

    /** Disturbs the proxy for so long, and to the end of the round in which that time is over. */
    public void run(TestedProxy proxy, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        do {
            round(proxy, end);
            quiet(proxy);
        } while (System.nanoTime() < end);
    }

    private void round(TestedProxy proxy, long end) {
        List<Disturbance> enabled = plan.disturbances();
        if (enabled.isEmpty()) {
            return;
        }
        try (Steps steps = new Steps(proxy, diary, random, progress)) {
            for (int step = 0; step < STEPS_OF_A_ROUND && System.nanoTime() < end; step++) {
                Waiting.pause(LEAST_GAP_MILLIS + random.nextInt(MOST_GAP_MILLIS - LEAST_GAP_MILLIS));
                DisturbedPool pool = pools.get(random.nextInt(pools.size()));
                Disturbance disturbance = enabled.get(random.nextInt(enabled.size()));
                steps.endThoseDue(step);
                steps.begin(disturbance, pool, pools, step);
                proxy.requireAlive();
            }
            steps.endAll();
        }
    }

    private void quiet(TestedProxy proxy) {
        for (DisturbedPool pool : pools) {
            boolean settled = Waiting.within(
                    SETTLING,
                    () -> pool.slots().stream()
                            .filter(Slot::present)
                            .allMatch(slot -> proxy.settled(pool.name(), slot.member())));
            if (!settled) {
                diary.error("pool " + pool.name() + " was not whole again " + SETTLING.toSeconds()
                        + " s after the last disturbance");
            }
        }
        Waiting.pause(plan.settling().toMillis());
        long from = System.currentTimeMillis();
        Waiting.pause(plan.quiet().toMillis());
        long to = System.currentTimeMillis();
        for (DisturbedPool pool : pools) {
            Map<Integer, Integer> weights = new HashMap<>();
            pool.slots().stream()
                    .filter(slot -> slot.present() && !slot.member().backup())
                    .forEach(slot ->
                            weights.put(slot.member().port(), slot.member().weight()));
            diary.add(new QuietWindow(pool.name(), pool.spec().policy(), weights, from, to));
        }
        processes().stream().filter(process -> isCurrent(process)).forEach(OriginProcess::requireAlive);
        progress.accept("quiet");
    }

    private boolean isCurrent(OriginProcess process) {
        return pools.stream()
                .flatMap(pool -> pool.slots().stream())
                .anyMatch(slot -> slot.present() && slot.process() == process);
    }

    /** Stops all origins and waits for their ends, so that their journals are whole. */
    public void stopOrigins() {
        for (DisturbedPool pool : pools) {
            for (Slot slot : pool.all()) {
                if (!slot.processes().isEmpty()) {
                    slot.process().terminate();
                }
            }
        }
    }

    /** What was done when. */
    public Diary diary() {
        return diary;
    }

    /** All processes of origins that there have been. */
    public List<OriginProcess> processes() {
        return pools.stream()
                .flatMap(pool -> pool.all().stream())
                .flatMap(slot -> slot.processes().stream())
                .toList();
    }

    /** The pools, by the ports of their origins. */
    public PoolSpec poolOf(int port) {
        return pools.stream()
                .filter(pool ->
                        pool.all().stream().anyMatch(slot -> slot.member().port() == port))
                .findFirst()
                .map(DisturbedPool::spec)
                .orElseThrow(() -> new RigException("port: " + port + " (expected: an origin's)"));
    }
}
