package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The drains that run, and the last that ended. Read from any thread, added to by the control thread. */
public final class Drains {
    private static final int KEPT = 100;
    private static final long LOOK_EVERY_MILLIS = 20;

    private final ScheduledExecutorService control;
    private final ChangeEvents events;
    private final ConcurrentLinkedDeque<Drain> running = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Drain> ended = new ConcurrentLinkedDeque<>();
    private @Nullable ScheduledFuture<?> looking;

    Drains(ScheduledExecutorService control, ChangeEvents events) {
        this.control = requireNonNull(control, "control");
        this.events = requireNonNull(events, "events");
    }

    /** All, the newest first. */
    public List<Drain> all() {
        var all = new ArrayList<>(running);
        all.addAll(ended);
        return all;
    }

    /** The one of this id, or null. */
    public @Nullable Drain find(String id) {
        return all().stream().filter(drain -> drain.id().equals(id)).findFirst().orElse(null);
    }

    void add(Drain drain) {
        events.drainBegun(drain);
        running.addFirst(drain);
        look();
        if (looking == null && !running.isEmpty()) {
            looking = control.scheduleWithFixedDelay(
                    this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Follows none any more; whoever waits for the end of one is told. */
    void close() {
        running.forEach(Drain::abandon);
    }

    private void look() {
        running.removeIf(drain -> {
            if (!drain.moveOn()) {
                return false;
            }
            keep(drain);
            return true;
        });
        if (looking != null && running.isEmpty()) {
            looking.cancel(false);
            looking = null;
        }
    }

    private void keep(Drain drain) {
        events.drainEnded(drain);
        ended.addFirst(drain);
        while (ended.size() > KEPT) {
            ended.pollLast();
        }
    }
}
