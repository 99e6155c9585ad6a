package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a backend is taken out of use, or all addresses of a host name: it gets no new requests, its unused connections are
 * closed, requests under way finish, and what is left at the deadline is cut, but for requests that have no connection yet:
 * those go elsewhere. It ends when no connection is left. Its state may be read from any thread; it is moved on by one.
 */
public final class Drain {
    private static final String CUT_REASON = "The backend was drained, and the deadline for it is over.";

    /** Ends what is under way at a backend, soon. */
    @FunctionalInterface
    public interface Cutter {
        /**
         * Returns before that is done.
         *
         * @param count is told, from any thread, how many requests are cut, before they are
         */
        void cut(Backend backend, String reason, IntConsumer count);
    }

    /** How it stands. */
    public enum State {
        RUNNING,
        /** No request was cut. */
        FINISHED,
        /** What was under way at the deadline was cut. */
        CUT,
        /** The backend was made ready again before. */
        CANCELLED
    }

    private final String id;
    private final DrainTarget target;
    private final Cutter cutter;
    private final Instant startedAt;
    private final long start = Loop.nanos();
    private final @Nullable Duration deadline;
    private final CompletableFuture<Drain> ended = new CompletableFuture<>();
    private volatile State state = State.RUNNING;
    private final AtomicInteger cut = new AtomicInteger();
    private volatile long tookNanos;

    /**
     * @param target of its backends those are drained that are not ready
     * @param deadline how long that may take; null for as long as it likes
     */
    public Drain(String id, DrainTarget target, Cutter cutter, Instant startedAt, @Nullable Duration deadline) {
        this.id = requireNonNull(id, "id");
        this.target = requireNonNull(target, "target");
        this.cutter = requireNonNull(cutter, "cutter");
        this.startedAt = requireNonNull(startedAt, "startedAt");
        this.deadline = deadline;
    }

    public String id() {
        return id;
    }

    public String pool() {
        return target.pool();
    }

    /** The id of the backend, or of the entry with a host name. */
    public String backend() {
        return target.id();
    }

    public Instant startedAt() {
        return startedAt;
    }

    public @Nullable Duration deadline() {
        return deadline;
    }

    public State state() {
        return state;
    }

    /** Requests still under way. */
    public int inFlight() {
        return state == State.RUNNING ? inFlight(drained()) : 0;
    }

    private List<Backend> drained() {
        return target.backends().stream()
                .filter(backend -> backend.state() != BackendState.READY)
                .toList();
    }

    private static int inFlight(List<Backend> backends) {
        return backends.stream().mapToInt(Backend::inFlight).sum();
    }

    /** How many requests were cut. */
    public int cut() {
        return cut.get();
    }

    /** How long it has taken so far, or took in all. */
    public Duration took() {
        return Duration.ofNanos(state == State.RUNNING ? Loop.nanos() - start : tookNanos);
    }

    /** Completes with this when it has ended, or with {@link StoppingException} if the daemon is stopped before. */
    public CompletionStage<Drain> ended() {
        return ended;
    }

    /** Looks how far it is; to be called now and then until it returns true. */
    boolean moveOn() {
        List<Backend> drained = drained();
        if (drained.isEmpty() && !target.backends().isEmpty()) {
            end(State.CANCELLED);
            return true;
        }
        int left = inFlight(drained);
        if (left == 0) {
            return endWithoutConnections(drained);
        }
        if (deadline != null && Loop.nanos() - start >= deadline.toNanos()) {
            drained.forEach(backend -> cutter.cut(backend, CUT_REASON, cut::addAndGet));
        }
        return false;
    }

    /** The event loops close what is unused each in its own time. */
    private boolean endWithoutConnections(List<Backend> drained) {
        if (drained.stream().anyMatch(backend -> backend.counters().idleConnections() > 0)) {
            return false;
        }
        end(cut() == 0 ? State.FINISHED : State.CUT);
        return true;
    }

    /** Will not be moved on any more, for the daemon is stopping. */
    void abandon() {
        ended.completeExceptionally(
                new StoppingException("The daemon is stopping, so " + id + " is not followed to its end: " + backend()
                        + " of pool " + pool() + " gets no more requests, and has " + inFlight() + " under way."));
    }

    private void end(State last) {
        tookNanos = Loop.nanos() - start;
        state = last;
        ended.complete(this);
    }
}
