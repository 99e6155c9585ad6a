package dev.evenkeel.balancer.pool;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a backend did since it came into its pool. Safe from any thread. All counters are side by side, since a request touches
 * several of them, and a large pool has as many objects less for the collector to follow.
 */
public final class BackendCounters {
    private static final int REQUESTS = 0;
    private static final int RETRIES = 1;
    private static final int FAILURES = 2;
    private static final int CONNECTS = 3;
    private static final int CONNECT_FAILURES = 4;
    private static final int BYTES_SENT = 5;
    private static final int BYTES_RECEIVED = 6;
    private static final int IDLE_CONNECTIONS = 7;
    private static final int AHEAD_CONNECTIONS = 8;
    private static final int AHEAD_USED = 9;
    private static final int VERIFIED = 10;
    private static final int UNVERIFIED = 11;
    private static final int FAILED_USES = 12;
    private static final int EJECTIONS = 13;
    private static final int TRANSITIONS = 14;
    private static final int COUNT = 15;

    private final AtomicLongArray counters = new AtomicLongArray(COUNT);

    BackendCounters() {}

    void requested(boolean retry) {
        increment(REQUESTS);
        if (retry) {
            increment(RETRIES);
        }
    }

    void requestFailed() {
        increment(FAILURES);
    }

    void connectFailed() {
        increment(CONNECT_FAILURES);
        increment(FAILURES);
    }

    /** Counts a connection made. */
    public void connected() {
        increment(CONNECTS);
    }

    /** Counts bytes written to the backend. */
    public void sent(long bytes) {
        counters.getAndAdd(BYTES_SENT, bytes);
    }

    /** Counts bytes read from the backend. */
    public void received(long bytes) {
        counters.getAndAdd(BYTES_RECEIVED, bytes);
    }

    /** Counts connections that come to rest, or leave it. */
    public void idleChanged(int by) {
        counters.getAndAdd(IDLE_CONNECTIONS, by);
    }

    /** Counts connections that come into the stock of those made ahead, or leave it. */
    public void aheadChanged(int by) {
        counters.getAndAdd(AHEAD_CONNECTIONS, by);
        counters.getAndAdd(IDLE_CONNECTIONS, by);
    }

    /** Counts a connection made ahead that a request takes. */
    public void aheadUsed() {
        increment(AHEAD_USED);
    }

    /** Counts how the verification of a new connection ended. */
    public void verified(boolean passed) {
        increment(passed ? VERIFIED : UNVERIFIED);
    }

    /** Connections that were made ahead and wait for their first request. */
    public long aheadConnections() {
        return counters.get(AHEAD_CONNECTIONS);
    }

    /** Connections made ahead that requests took. */
    public long connectsAhead() {
        return counters.get(AHEAD_USED);
    }

    /** Verifications that passed. */
    public long verificationsPassed() {
        return counters.get(VERIFIED);
    }

    /** Verifications that failed. */
    public long verificationsFailed() {
        return counters.get(UNVERIFIED);
    }

    /** Connections that are open and not in use, those made ahead among them. */
    public long idleConnections() {
        return counters.get(IDLE_CONNECTIONS);
    }

    /** Requests given to the backend, retries included. */
    public long requests() {
        return counters.get(REQUESTS);
    }

    /** Requests given to the backend after they had failed elsewhere, or here. */
    public long retries() {
        return counters.get(RETRIES);
    }

    /** Requests that the backend failed, those included for which no connection could be made. */
    public long failures() {
        return counters.get(FAILURES);
    }

    /** Connections made. */
    public long connects() {
        return counters.get(CONNECTS);
    }

    /** Requests for which no connection could be made, or none that could be verified. */
    public long connectFailures() {
        return counters.get(CONNECT_FAILURES);
    }

    /** Bytes written to the backend. */
    public long bytesSent() {
        return counters.get(BYTES_SENT);
    }

    /** Bytes read from the backend. */
    public long bytesReceived() {
        return counters.get(BYTES_RECEIVED);
    }

    /** Requests that failed and counted against the backend. */
    long failedUses() {
        return counters.get(FAILED_USES);
    }

    void useFailed() {
        increment(FAILED_USES);
    }

    /** How often the backend was ejected. */
    public long ejections() {
        return counters.get(EJECTIONS);
    }

    void ejected() {
        increment(EJECTIONS);
    }

    /** How often its condition changed. */
    public long transitions() {
        return counters.get(TRANSITIONS);
    }

    void conditionChanged() {
        increment(TRANSITIONS);
    }

    private void increment(int counter) {
        counters.getAndIncrement(counter);
    }
}
