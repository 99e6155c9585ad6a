package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.BadChangeException;
import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.ConflictRule;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.Fitting;
import dev.evenkeel.balancer.config.LaidConfig;
import dev.evenkeel.balancer.config.LiveChange;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
 * time. Methods return at once, from any thread; a stage that ends with {@link ChangeRefusedException} has changed nothing,
 * nor has one of a daemon that is stopping, which ends with {@link StoppingException}.
 */
public final class LiveConfig implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

    private static final long TIDY_EVERY_SECONDS = 5;
    private static final long LONGEST_CHANGE_SECONDS = 5;

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
    private volatile LaidConfig laid;
    private volatile @Nullable RefusedReload refusedReload;
    private volatile FileStamps seen;

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
        laid = LaidConfig.of(start.file(), start.overlay(), start.config());
        seen = FileStamps.of(path == null ? Set.of() : start.file().paths());
        stateFile = start.stateFile();
        rule = start.rule();
        ScheduledFuture<?> unused =
                control.scheduleWithFixedDelay(target::tidy, TIDY_EVERY_SECONDS, TIDY_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** What was changed since the files were written. */
    public Overlay overlay() {
        return laid.overlay();
    }

    /** What holds now. */
    public EvenkeelConfig config() {
        return laid.config();
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
            Editing editing = new Editing(laid);
            String id = editing.idOf(values);
            if (change(Resource.backend(pool, id), editing.added(pool, id, values))) {
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
            if (change(resource, new Editing(laid).set(resource, values))) {
                events.set(resource, values);
            }
            String state = values.get("state");
            if (state != null && !state.equals("ready")) {
                drains.add(target.drain(resource.owner(), resource.backend(), null));
            }
            return null;
        });
    }

    /**
     * Removes a backend, or a host name with all its addresses: it gets no more requests, and is gone when those under way
     * are over.
     *
     * @param deadline how long those may take; null for as long as they like
     * @param guard is asked first
     */
    public CompletionStage<Drain> remove(String pool, String id, @Nullable Duration deadline, Guard guard) {
        return submit(() -> {
            guard.check();
            LiveChange removal = new Editing(laid).removed(pool, id);
            Drain drain = target.drain(pool, id, deadline);
            change(Resource.backend(pool, id), removal);
            events.removed(Resource.backend(pool, id));
            drains.add(drain);
            return drain;
        });
    }

    /**
     * Drops what was changed live of a resource: the file's word holds again. A backend that the file does not have is
     * removed.
     */
    public CompletionStage<Void> drop(Resource resource) {
        return submit(() -> {
            LiveChange dropped = overlay().of(resource);
            if (dropped == null) {
                throw new ChangeRefusedException(Cause.MISSING, "Nothing was changed live of " + resource + ".");
            }
            if (dropped.presence() == LiveChange.Presence.ADDED && !laid.file().has(resource)) {
                Drain drain = target.drain(resource.owner(), resource.backend(), null);
                change(resource, null);
                events.droppedAddition(resource);
                drains.add(drain);
            } else {
                change(resource, null);
                events.dropped(resource);
            }
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
            Settlement settlement = settled(good(read()));
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
        ConfigFile nextFile = good(readAndSee());
        Settlement settlement = settled(nextFile);
        EvenkeelConfig next = settlement.result().orElseThrow();
        List<String> changed = target.plan(next);
        var notes = new ArrayList<>(settlement.notes());
        if (!settlement.overlay().equals(overlay())) {
            keep(settlement.overlay());
        }
        notes.addAll(apply(next, Origin.FILE));
        laid = LaidConfig.of(nextFile, settlement.overlay(), next);
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
        LaidConfig before = laid;
        return ConfigLoader.loadAgain(path, before.file(), before.config());
    }

    /** Whoever changes a file while it is read, or after, changes what can be seen of it. */
    private LoadResult readAndSee() throws ChangeRefusedException {
        FileStamps before = FileStamps.of(seen.files());
        LoadResult read = read();
        var files = new HashSet<>(laid.file().paths());
        files.addAll(read.paths());
        seen = before.completedFor(files);
        return read;
    }

    /** The files as they were when they were read last, by a reload or at the start. */
    FileStamps seen() {
        return seen;
    }

    private static ConfigFile good(LoadResult read) throws ChangeRefusedException {
        if (read instanceof LoadResult.Loaded loaded) {
            return loaded.file();
        }
        throw invalid(read.problems());
    }

    private Settlement settled(ConfigFile read) throws ChangeRefusedException {
        Settlement settlement = read.settle(overlay(), rule, config());
        List<Problem> problems = settlement.result().problems();
        if (!problems.isEmpty()) {
            throw misfitting(Fitting.of(read, settlement.overlay(), problems));
        }
        return settlement;
    }

    private static ChangeRefusedException misfitting(Fitting fitting) {
        return new ChangeRefusedException(
                Cause.INVALID,
                String.join("\n", fitting.misfits())
                        + "\nThe files alone are good. Change them, or drop the live change: evenkeel ctl drop.");
    }

    private static ChangeRefusedException invalid(List<Problem> problems) {
        String all = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return new ChangeRefusedException(Cause.INVALID, all);
    }

    /** Returns whether anything is different now. */
    private boolean change(Resource resource, @Nullable LiveChange change) throws ChangeRefusedException {
        LaidConfig before = laid;
        if (Objects.equals(change, before.overlay().of(resource))) {
            return false;
        }
        try {
            LaidConfig next = before.with(resource, change);
            if (before.isHostName(resource)) {
                next = withoutOrphans(next, resource);
                keep(next.overlay());
            } else {
                keep(next.overlay(), resource);
            }
            apply(next.config(), Origin.API);
            laid = next;
            return true;
        } catch (BadChangeException e) {
            String all = e.problems().stream().map(LiveConfig::withoutPlace).collect(Collectors.joining(" "));
            throw new ChangeRefusedException(Cause.INVALID, all);
        }
    }

    /** With a host name, what was changed of its addresses goes too. */
    private static LaidConfig withoutOrphans(LaidConfig laid, Resource gone) throws BadChangeException {
        LaidConfig left = laid;
        for (Resource orphan : laid.orphansOf(gone)) {
            left = left.with(orphan, null);
        }
        return left;
    }

    private static String withoutPlace(Problem problem) {
        return new Problem("", 0, problem.key(), problem.message(), problem.remedy())
                .toString()
                .replaceFirst("^: ", "");
    }

    private void keep(Overlay next) throws ChangeRefusedException {
        keep(file -> file.write(next));
    }

    /** Of what is kept already, one resource is to be changed. */
    private void keep(Overlay next, Resource changed) throws ChangeRefusedException {
        keep(file -> file.write(next, changed));
    }

    private interface Writing {
        void to(StateFile file) throws IOException;
    }

    private void keep(Writing writing) throws ChangeRefusedException {
        if (stateFile == null) {
            return;
        }
        try {
            writing.to(stateFile);
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
        } catch (IOException e) {
            throw notApplied(Cause.CONFLICT, e);
        } catch (RuntimeException e) {
            throw notApplied(Cause.FAILED, e);
        }
    }

    private ChangeRefusedException notApplied(Cause cause, Exception e) {
        restoreStateFile();
        return new ChangeRefusedException(cause, "Nothing was changed: " + e.getMessage() + ".");
    }

    private void restoreStateFile() {
        try {
            if (stateFile != null) {
                stateFile.write(overlay());
            }
        } catch (IOException e) {
            LOG.error("{} holds a change that was not made: {}", stateFile.path(), e.getMessage());
        }
    }

    private <T> CompletionStage<T> submit(Callable<T> task) {
        try {
            return CompletableFuture.supplyAsync(() -> call(task), control);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(stopping());
        }
    }

    private <T> T call(Callable<T> task) {
        try {
            if (control.isShutdown()) {
                throw stopping();
            }
            return task.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static StoppingException stopping() {
        return new StoppingException("The daemon is stopping: it is not changed any more.");
    }

    /**
     * Takes no more changes, and follows no drain any more. Blocks until the changes under way are finished, some seconds at
     * most.
     */
    @Override
    public void close() {
        control.execute(() -> {
            drains.close();
            control.shutdown();
        });
        try {
            if (!control.awaitTermination(LONGEST_CHANGE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A change of the configuration is still under way while the daemon stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
