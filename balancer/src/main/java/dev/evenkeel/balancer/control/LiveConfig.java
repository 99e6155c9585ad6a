package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.ConflictRule;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.LoadResult;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Problem;
import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.config.Settlement;
import dev.evenkeel.balancer.control.ChangeRefusedException.Cause;
import dev.evenkeel.balancer.event.EventSink;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that holds: what the files say, and over it what was changed since. A change is checked as a whole
 * file is, then kept on the disk, then applied, and only then reported as done; all on one thread of its own, one at a
 * time. Methods return at once, from any thread; a stage that ends with {@link ChangeRefusedException} has changed nothing.
 */
public final class LiveConfig implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

    private static final long TIDY_EVERY_SECONDS = 1;

    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "evenkeel-control");
        thread.setDaemon(true);
        return thread;
    });
    private final ChangeEvents events;
    private final Drains drains;
    private final Clock clock = Clock.systemUTC();
    private final Reconfigurable target;
    private final @Nullable Path path;
    private final @Nullable StateFile stateFile;
    private final ConflictRule rule;
    private volatile ConfigFile file;
    private volatile Overlay overlay;
    private volatile EvenkeelConfig config;
    private volatile @Nullable RefusedReload refusedReload;

    /**
     * @param start what holds at the start
     * @param path the file to read again, or null if there is none
     * @param target follows the changes; has what {@code start} says already
     * @param sink hears of the changes
     */
    public LiveConfig(StartingConfig start, @Nullable Path path, Reconfigurable target, EventSink sink) {
        this.target = requireNonNull(target, "target");
        this.path = path;
        events = new ChangeEvents(requireNonNull(sink, "sink"));
        drains = new Drains(control, events);
        file = start.file();
        overlay = start.overlay();
        config = start.config();
        stateFile = start.stateFile();
        rule = start.rule();
        ScheduledFuture<?> unused =
                control.scheduleWithFixedDelay(target::tidy, TIDY_EVERY_SECONDS, TIDY_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** What was changed since the files were written. */
    public Overlay overlay() {
        return overlay;
    }

    /** What holds now. */
    public EvenkeelConfig config() {
        return config;
    }

    /** Whether live changes outlive this process. */
    public boolean persistent() {
        return stateFile != null;
    }

    public Drains drains() {
        return drains;
    }

    /**
     * Adds a backend.
     *
     * @param values its settings, by key, as one would write them; {@code address} is among them
     * @param guard is asked first
     * @return its id
     */
    public CompletionStage<String> add(String pool, Map<String, String> values, Guard guard) {
        return submit(() -> {
            guard.check();
            Editing editing = new Editing(file, overlay);
            String id = editing.idOf(values);
            if (change(editing.added(pool, id, values))) {
                events.added(Resource.backend(pool, id), values);
            }
            return id;
        });
    }

    /**
     * Changes settings of a resource.
     *
     * @param values by key; null for what the file says
     * @param guard is asked first
     */
    public CompletionStage<Void> set(Resource resource, Map<String, @Nullable String> values, Guard guard) {
        return submit(() -> {
            guard.check();
            if (change(new Editing(file, overlay).set(resource, values))) {
                events.set(resource, values);
            }
            String state = values.get("state");
            if (state != null && !state.equals("ready")) {
                follow(target.drain(resource.owner(), resource.backend(), null));
            }
            return null;
        });
    }

    /**
     * Removes a backend: it gets no more requests, and is gone when those under way are over.
     *
     * @param deadline how long those may take; null for as long as they like
     * @param guard is asked first
     */
    public CompletionStage<Drain> remove(String pool, String id, @Nullable Duration deadline, Guard guard) {
        return submit(() -> {
            guard.check();
            Overlay next = new Editing(file, overlay).removed(pool, id);
            Drain drain = target.drain(pool, id, deadline);
            change(next);
            events.removed(Resource.backend(pool, id));
            if (drain == null) {
                throw new ChangeRefusedException(Cause.FAILED, "Backend " + id + " of pool " + pool + " never ran.");
            }
            drains.add(drain);
            return drain;
        });
    }

    private void follow(@Nullable Drain drain) {
        if (drain != null) {
            drains.add(drain);
        }
    }

    /** Drops what was changed live of a resource: the file's word holds again. */
    public CompletionStage<Void> drop(Resource resource) {
        return submit(() -> {
            if (overlay.of(resource) == null) {
                throw new ChangeRefusedException(Cause.MISSING, "Nothing was changed live of " + resource + ".");
            }
            change(overlay.without(resource));
            events.dropped(resource);
            return null;
        });
    }

    /** Reads the files again and says what is wrong with them. */
    public CompletionStage<List<Problem>> check() {
        return submit(() -> read().problems());
    }

    /** Says what {@link #reload} would change. */
    public CompletionStage<List<String>> plan() {
        return submit(() -> {
            Settlement settlement = settled(readGood());
            var plan = new ArrayList<>(settlement.notes());
            plan.addAll(target.plan(settlement.result().orElseThrow()));
            return List.copyOf(plan);
        });
    }

    /**
     * Reads the files again and applies what changed. Any mistake in them, and nothing changes.
     *
     * @return what happened that one may want to know, a sentence each
     */
    public CompletionStage<List<String>> reload(ReloadTrigger trigger) {
        return submit(() -> {
            try {
                List<String> notes = reloadNow(trigger);
                refusedReload = null;
                return notes;
            } catch (ChangeRefusedException e) {
                String problem = String.valueOf(e.getMessage());
                refusedReload = new RefusedReload(clock.instant(), problem);
                events.reloadRefused(trigger, problem);
                throw e;
            }
        });
    }

    private List<String> reloadNow(ReloadTrigger trigger) throws ChangeRefusedException {
        ConfigFile nextFile = readGood();
        Settlement settlement = settled(nextFile);
        EvenkeelConfig next = settlement.result().orElseThrow();
        List<String> changed = target.plan(next);
        var notes = new ArrayList<>(settlement.notes());
        keep(settlement.overlay());
        notes.addAll(apply(next, Origin.FILE));
        file = nextFile;
        overlay = settlement.overlay();
        config = next;
        notes.forEach(LOG::warn);
        LOG.info("Reloaded {}", path);
        events.reloaded(trigger, changed, notes);
        return List.copyOf(notes);
    }

    /** The last reload, if it was refused; null if the files hold that were read last. */
    public @Nullable RefusedReload refusedReload() {
        return refusedReload;
    }

    private LoadResult read() throws ChangeRefusedException {
        if (path == null) {
            throw new ChangeRefusedException(Cause.CONFLICT, "This daemon was not started with a file.");
        }
        return ConfigLoader.load(path);
    }

    private ConfigFile readGood() throws ChangeRefusedException {
        LoadResult read = read();
        if (read instanceof LoadResult.Loaded loaded) {
            return loaded.file();
        }
        throw invalid(read.problems());
    }

    private Settlement settled(ConfigFile read) throws ChangeRefusedException {
        Settlement settlement = read.settle(overlay, rule);
        if (!settlement.result().problems().isEmpty()) {
            throw invalid(settlement.result().problems());
        }
        return settlement;
    }

    private static ChangeRefusedException invalid(List<Problem> problems) {
        String all = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return new ChangeRefusedException(Cause.INVALID, all);
    }

    /** Returns whether anything is different now. */
    private boolean change(Overlay next) throws ChangeRefusedException {
        if (next.equals(overlay)) {
            return false;
        }
        LoadResult result = file.with(next);
        if (!(result instanceof LoadResult.Loaded loaded)) {
            String all =
                    result.problems().stream().map(LiveConfig::withoutPlace).collect(Collectors.joining(" "));
            throw new ChangeRefusedException(Cause.INVALID, all);
        }
        keep(next);
        apply(loaded.config(), Origin.API);
        overlay = next;
        config = loaded.config();
        return true;
    }

    private static String withoutPlace(Problem problem) {
        return new Problem("", 0, problem.key(), problem.message(), problem.remedy())
                .toString()
                .replaceFirst("^: ", "");
    }

    private void keep(Overlay next) throws ChangeRefusedException {
        if (stateFile == null || next.equals(overlay)) {
            return;
        }
        try {
            stateFile.write(next);
        } catch (IOException e) {
            throw new ChangeRefusedException(
                    Cause.FAILED,
                    "The change was not made, for it could not be kept in " + stateFile.path() + ": " + e.getMessage());
        }
    }

    /** If it does not succeed, the disk is brought back to what holds. */
    private List<String> apply(EvenkeelConfig next, Origin origin) throws ChangeRefusedException {
        try {
            return target.apply(next, origin);
        } catch (IOException | RuntimeException e) {
            restoreStateFile();
            throw new ChangeRefusedException(Cause.FAILED, "Nothing was changed: " + e.getMessage() + ".");
        }
    }

    private void restoreStateFile() {
        try {
            if (stateFile != null) {
                stateFile.write(overlay);
            }
        } catch (IOException e) {
            LOG.error("{} holds a change that was not made: {}", stateFile.path(), e.getMessage());
        }
    }

    private <T> CompletionStage<T> submit(Callable<T> task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                control);
    }

    /** Stops taking changes; those under way are finished first. */
    @Override
    public void close() {
        control.shutdown();
    }
}
