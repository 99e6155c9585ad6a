package dev.evenkeel.balancer.exchange;

import org.jspecify.annotations.Nullable;

/** One try to have a request answered by a backend. For its exchange's event loop. */
public final class Attempt {
    private final String backend;
    private final long startedAt;
    private final @Nullable Attempt previous;
    private @Nullable String failure;

    Attempt(String backend, long startedAt, @Nullable Attempt previous) {
        this.backend = backend;
        this.startedAt = startedAt;
        this.previous = previous;
    }

    /** The id of the backend. */
    public String backend() {
        return backend;
    }

    /** When it began, in {@link dev.evenkeel.balancer.loop.Loop#nanos()}. */
    public long startedAt() {
        return startedAt;
    }

    /** The attempt before this one, or null. */
    public @Nullable Attempt previous() {
        return previous;
    }

    /** Why it failed, or null if it did not. */
    public @Nullable String failure() {
        return failure;
    }

    /** Records that it failed. */
    public void failed(String reason) {
        failure = reason;
    }
}
