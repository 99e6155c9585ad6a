package dev.evenkeel.balancer.exchange;

import dev.evenkeel.balancer.loop.Loop;
import org.jspecify.annotations.Nullable;

/** One try to have a request answered by a backend. For its exchange's event loop; times are in {@link Loop#nanos()}. */
public final class Attempt {
    private final String backend;
    private final Loop loop;
    private final @Nullable Attempt previous;
    private final long startedAt;
    private long connectedAt = Timeline.NEVER;
    private long failedAt = Timeline.NEVER;
    private boolean stale;
    private Connection connection = Connection.NONE;
    private @Nullable String failure;

    /** What kind of connection an attempt got. */
    public enum Connection {
        /** None, or none yet. */
        NONE,
        /** One that was made for it. */
        NEW,
        /** One that had served other requests before. */
        REUSED,
        /** One that was made for it, after one that had been used before turned out to be closed by the backend. */
        REPLACED
    }

    Attempt(String backend, Loop loop, @Nullable Attempt previous) {
        this.backend = backend;
        this.loop = loop;
        this.previous = previous;
        startedAt = loop.now();
    }

    /** The id of the backend. */
    public String backend() {
        return backend;
    }

    /** When it began. */
    public long startedAt() {
        return startedAt;
    }

    /** When there was a connection, the last one if there were two, or {@link Timeline#NEVER}. */
    public long connectedAt() {
        return connectedAt;
    }

    /** When it failed, or {@link Timeline#NEVER} if it did not. */
    public long failedAt() {
        return failedAt;
    }

    /** The attempt before this one, or null. */
    public @Nullable Attempt previous() {
        return previous;
    }

    /** What kind of connection it got. */
    public Connection connection() {
        return connection;
    }

    /** Why it failed, or null if it did not. */
    public @Nullable String failure() {
        return failure;
    }

    /** Records that there is a connection. */
    public void connected(boolean usedBefore) {
        connectedAt = loop.now();
        connection = usedBefore ? Connection.REUSED : stale ? Connection.REPLACED : Connection.NEW;
    }

    /** Records that the connection had been closed while it was idle, and that a new one is wanted. */
    public void connectionWasStale() {
        stale = true;
        connection = Connection.NONE;
        connectedAt = Timeline.NEVER;
    }

    /** Records that it failed. */
    public void failed(String reason) {
        failure = reason;
        failedAt = loop.now();
    }
}
