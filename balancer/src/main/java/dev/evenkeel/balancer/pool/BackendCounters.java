package dev.evenkeel.balancer.pool;

import java.util.concurrent.atomic.LongAdder;

/** What a backend did since it came into its pool. Safe from any thread; a reading is exact once writers rest. */
public final class BackendCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder connects = new LongAdder();
    private final LongAdder connectFailures = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder idleConnections = new LongAdder();
    private final LongAdder aheadConnections = new LongAdder();
    private final LongAdder aheadUsed = new LongAdder();
    private final LongAdder verified = new LongAdder();
    private final LongAdder unverified = new LongAdder();

    BackendCounters() {}

    void requested(boolean retry) {
        requests.increment();
        if (retry) {
            retries.increment();
        }
    }

    void requestFailed() {
        failures.increment();
    }

    void connectFailed() {
        connectFailures.increment();
        failures.increment();
    }

    /** Counts a connection made. */
    public void connected() {
        connects.increment();
    }

    /** Counts bytes written to the backend. */
    public void sent(long bytes) {
        bytesSent.add(bytes);
    }

    /** Counts bytes read from the backend. */
    public void received(long bytes) {
        bytesReceived.add(bytes);
    }

    /** Counts connections that come to rest, or leave it. */
    public void idleChanged(int by) {
        idleConnections.add(by);
    }

    /** Counts connections that come into the stock of those made ahead, or leave it. */
    public void aheadChanged(int by) {
        aheadConnections.add(by);
        idleConnections.add(by);
    }

    /** Counts a connection made ahead that a request takes. */
    public void aheadUsed() {
        aheadUsed.increment();
    }

    /** Counts how the verification of a new connection ended. */
    public void verified(boolean passed) {
        (passed ? verified : unverified).increment();
    }

    /** Connections that were made ahead and wait for their first request. */
    public long aheadConnections() {
        return aheadConnections.sum();
    }

    /** Connections made ahead that requests took. */
    public long connectsAhead() {
        return aheadUsed.sum();
    }

    /** Verifications that passed. */
    public long verificationsPassed() {
        return verified.sum();
    }

    /** Verifications that failed. */
    public long verificationsFailed() {
        return unverified.sum();
    }

    /** Connections that are open and not in use, those made ahead among them. */
    public long idleConnections() {
        return idleConnections.sum();
    }

    /** Requests given to the backend, retries included. */
    public long requests() {
        return requests.sum();
    }

    /** Requests given to the backend after they had failed elsewhere, or here. */
    public long retries() {
        return retries.sum();
    }

    /** Requests that the backend failed, those included for which no connection could be made. */
    public long failures() {
        return failures.sum();
    }

    /** Connections made. */
    public long connects() {
        return connects.sum();
    }

    /** Requests for which no connection could be made, or none that could be verified. */
    public long connectFailures() {
        return connectFailures.sum();
    }

    /** Bytes written to the backend. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    /** Bytes read from the backend. */
    public long bytesReceived() {
        return bytesReceived.sum();
    }
}
