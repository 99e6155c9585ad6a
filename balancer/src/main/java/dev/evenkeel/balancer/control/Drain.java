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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a backend is taken out of use, or all addresses of a host name: it gets no new requests, its unused connections are
 * closed, requests under way finish, and what is left at the deadline is cut, as is what got a connection only then. It ends
 * when no connection is left. Its state may be read from any thread; it is moved on by one.
 */
public final class Drain {
    private static final String CUT_REASON = "The backend was drained, and the deadline for it is over.";

    /** How it stands. */
    public enum State {
        RUNNING,
        /** The last request ended by itself. */
        FINISHED,
        /** What was under way at the deadline was cut. */
        CUT,
        /** The backend was made ready again before. */
        CANCELLED
    }

    private final String id;
    private final DrainTarget target;
    private final BiConsumer<Backend, String> cutter;
    private final Instant startedAt;
    private final long start = Loop.nanos();
    private final @Nullable Duration deadline;
    private final CompletableFuture<Drain> ended = new CompletableFuture<>();
    private volatile State state = State.RUNNING;
    private volatile int cut;
    private volatile long tookNanos;

    /**
     * @param target of its backends those are drained that are not ready
     * @param cutter ends what is under way at a backend, for a reason
     * @param deadline how long that may take; null for as long as it likes
     */
    public Drain(
            String id,
            DrainTarget target,
            BiConsumer<Backend, String> cutter,
            Instant startedAt,
            @Nullable Duration deadline) {
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
        return cut;
    }

    /** How long it has taken so far, or took in all. */
    public Duration took() {
        return Duration.ofNanos(state == State.RUNNING ? Loop.nanos() - start : tookNanos);
    }

    /** Completes with this when it has ended. */
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
            cut = Math.max(cut, left);
            drained.forEach(backend -> cutter.accept(backend, CUT_REASON));
        }
        return false;
    }

    /** The event loops close what is unused each in its own time. */
    private boolean endWithoutConnections(List<Backend> drained) {
        if (drained.stream().anyMatch(backend -> backend.counters().idleConnections() > 0)) {
            return false;
        }
        end(cut == 0 ? State.FINISHED : State.CUT);
        return true;
    }

    private void end(State last) {
        tookNanos = Loop.nanos() - start;
        state = last;
        ended.complete(this);
    }
}
