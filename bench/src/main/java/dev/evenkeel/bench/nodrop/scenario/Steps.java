package dev.evenkeel.bench.nodrop.scenario;

import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import dev.evenkeel.bench.nodrop.scenario.Diary.Event;
import dev.evenkeel.bench.nodrop.scenario.Diary.Silence;
import dev.evenkeel.bench.rig.RigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The disturbances of a round: how each is begun, and how it is ended some steps later. Signals to resume come in their own
 * time, from a thread of their own.
 */
final class Steps implements AutoCloseable {
    private static final int LONGEST_LAG = 4;
    private static final int LONGEST_PAUSE_MILLIS = 7000;
    private static final int SHORTEST_PAUSE_MILLIS = 50;
    private static final int LONGEST_OUTAGE_MILLIS = 4000;
    private static final int HIGHEST_WEIGHT = 5;

    private final TestedProxy proxy;
    private final Diary diary;
    private final Random random;
    private final Consumer<String> progress;
    private final List<Pending> pending = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);

    /** A disturbance that lasts until a step. */
    private record Pending(int dueStep, long began, String what, Runnable end) {}

    Steps(TestedProxy proxy, Diary diary, Random random, Consumer<String> progress) {
        this.proxy = proxy;
        this.diary = diary;
        this.random = random;
        this.progress = progress;
    }

    void endThoseDue(int step) {
        for (Pending one : List.copyOf(pending)) {
            if (one.dueStep() <= step) {
                end(one);
            }
        }
    }

    void endAll() {
        List.copyOf(pending).forEach(this::end);
    }

    private void end(Pending one) {
        pending.remove(one);
        guarded(one.what(), one.end());
        diary.add(new Event(one.began(), System.currentTimeMillis(), one.what()));
    }

    /** Begins one if the pool can bear it. All that is drawn is drawn, whether it can or not. */
    void begin(Disturbance disturbance, DisturbedPool pool, List<DisturbedPool> pools, int step) {
        int draw = random.nextInt(Integer.MAX_VALUE);
        Random own = new Random(draw);
        List<Slot> steady = pool.steady();
        if (steady.isEmpty() || (disturbance.takesOneOut() && !pool.canSpareOne())) {
            return;
        }
        Slot slot = steady.get(own.nextInt(steady.size()));
        int due = step + 1 + own.nextInt(LONGEST_LAG);
        String what =
                disturbance.label() + " " + pool.name() + " " + slot.member().port();
        progress.accept(what);
        long began = System.currentTimeMillis();
        guarded(what, () -> {
            switch (disturbance) {
                case ADD -> add(pool, due, began);
                case DRAIN -> drain(pool, slot, due, what);
                case REMOVE -> remove(pool, slot, due, what);
                case WEIGHT -> weight(pool, slot, own);
                case KILL -> kill(slot, due, 500 + own.nextInt(LONGEST_OUTAGE_MILLIS), what);
                case RESTART_HARD -> restartHard(slot);
                case RESTART -> restart(slot);
                case ROLLING_RESTART -> rollingRestart(pool, slot);
                case PAUSE -> pause(slot, due, own, what);
                case RELOAD -> reload(pool, slot, own);
                case BACKEND_KEEP_ALIVE -> backendKeepAlive(pool, due, began);
                case CLIENT_KEEP_ALIVE -> clientKeepAlive(pools, due, began);
            }
        });
        diary.done(disturbance);
        diary.add(new Event(began, System.currentTimeMillis(), what));
    }

    /** What the proxy refuses is a finding, and the rest goes on. */
    private void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (RigException e) {
            diary.error(what + ": " + e.getMessage());
        }
    }

    private void add(DisturbedPool pool, int due, long began) {
        Slot spare = pool.spare();
        if (spare.present()) {
            return;
        }
        spare.start();
        proxy.add(pool.name(), spare.member());
        spare.present(true);
        pending.add(new Pending(
                due, began, "added " + pool.name() + " " + spare.member().port(), () -> {
                    proxy.remove(pool.name(), spare.member());
                    spare.present(false);
                    spare.process().terminate();
                }));
    }

    private void drain(DisturbedPool pool, Slot slot, int due, String what) {
        slot.busy(true);
        proxy.drain(pool.name(), slot.member());
        long silent = System.currentTimeMillis();
        pending.add(new Pending(due, silent, what, () -> {
            diary.add(new Silence(pool.name(), slot.member().port(), silent, System.currentTimeMillis()));
            proxy.ready(pool.name(), slot.member());
            slot.busy(false);
        }));
    }

    private void remove(DisturbedPool pool, Slot slot, int due, String what) {
        slot.busy(true);
        proxy.remove(pool.name(), slot.member());
        slot.present(false);
        long silent = System.currentTimeMillis();
        pending.add(new Pending(due, silent, what, () -> {
            slot.process().terminate();
            slot.start();
            diary.add(new Silence(pool.name(), slot.member().port(), silent, System.currentTimeMillis()));
            proxy.add(pool.name(), slot.member());
            slot.present(true);
            slot.busy(false);
        }));
    }

    private void weight(DisturbedPool pool, Slot slot, Random own) {
        int weight = 1 + own.nextInt(HIGHEST_WEIGHT);
        proxy.weight(pool.name(), slot.member(), weight);
        slot.weight(weight);
    }

    private void kill(Slot slot, int due, int millis, String what) {
        slot.busy(true);
        slot.process().kill();
        Future<?> back = timer.schedule(slot::start, millis, TimeUnit.MILLISECONDS);
        pending.add(new Pending(due, System.currentTimeMillis(), what, () -> {
            await(back);
            slot.busy(false);
        }));
    }

    private static void restartHard(Slot slot) {
        slot.process().kill();
        slot.start();
    }

    private static void restart(Slot slot) {
        slot.process().terminate();
        slot.start();
    }

    private void rollingRestart(DisturbedPool pool, Slot slot) {
        proxy.drain(pool.name(), slot.member());
        long silent = System.currentTimeMillis();
        slot.process().terminate();
        slot.start();
        diary.add(new Silence(pool.name(), slot.member().port(), silent, System.currentTimeMillis()));
        proxy.ready(pool.name(), slot.member());
    }

    private void pause(Slot slot, int due, Random own, String what) {
        int millis = SHORTEST_PAUSE_MILLIS + own.nextInt(LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS);
        boolean killed = own.nextInt(4) == 0;
        slot.busy(true);
        OriginProcess process = slot.process();
        process.pause();
        Future<?> back = timer.schedule(
                () -> {
                    if (killed) {
                        process.kill();
                        slot.start();
                    } else {
                        process.resume();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
        pending.add(new Pending(due, System.currentTimeMillis(), what, () -> {
            await(back);
            slot.busy(false);
        }));
    }

    private void reload(DisturbedPool pool, Slot slot, Random own) {
        int weight = 1 + (slot.member().weight() + own.nextInt(HIGHEST_WEIGHT - 1)) % HIGHEST_WEIGHT;
        proxy.reload(pool.name(), slot.member(), weight, own.nextBoolean());
        slot.weight(weight);
    }

    private void backendKeepAlive(DisturbedPool pool, int due, long began) {
        if (!pool.keepAlive()) {
            return;
        }
        proxy.backendKeepAlive(pool.name(), false);
        pool.keepAlive(false);
        pending.add(new Pending(due, began, "backend-keep-alive off " + pool.name(), () -> {
            proxy.backendKeepAlive(pool.name(), true);
            pool.keepAlive(true);
        }));
    }

    private void clientKeepAlive(List<DisturbedPool> pools, int due, long began) {
        boolean already = pending.stream().anyMatch(one -> one.what().startsWith("client-keep-alive"));
        if (already || pools.isEmpty()) {
            return;
        }
        proxy.clientKeepAlive(false);
        pending.add(new Pending(due, began, "client-keep-alive off", () -> proxy.clientKeepAlive(true)));
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        } catch (ExecutionException e) {
            throw new RigException(String.valueOf(e.getCause()), e);
        }
    }

    /** Nothing is left paused. */
    @Override
    public void close() {
        endAll();
        timer.shutdown();
        try {
            if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
