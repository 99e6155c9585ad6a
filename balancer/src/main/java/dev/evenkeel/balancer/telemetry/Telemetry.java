package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.config.AccessLogConfig;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Everything that hears of finished exchanges: the metrics and, if they are wanted, access log and failure recorder. */
public final class Telemetry implements AutoCloseable {
    private final Metrics metrics;
    private final @Nullable AccessLog accessLog;
    private final @Nullable FailureRecorder failures;

    private Telemetry(Metrics metrics, @Nullable AccessLog accessLog, @Nullable FailureRecorder failures) {
        this.metrics = metrics;
        this.accessLog = accessLog;
        this.failures = failures;
    }

    /**
     * Begins.
     *
     * @param accessLog null for none
     * @param failuresKept how many failures of each outcome are remembered; 0 for none
     * @param loops the number of event loops, 1 or more
     * @throws IOException if the file of the access log cannot be opened
     */
    public static Telemetry start(@Nullable AccessLogConfig accessLog, int failuresKept, int loops) throws IOException {
        return new Telemetry(
                new Metrics(loops),
                accessLog == null ? null : AccessLog.open(accessLog, loops),
                failuresKept == 0 ? null : new FailureRecorder(failuresKept, Clock.systemUTC()));
    }

    /** Returns what is to hear of the exchanges of a listener. */
    public ExchangeListener listener(String name) {
        return both(both(metrics.listener(name), failures), accessLog);
    }

    private static ExchangeListener both(ExchangeListener first, @Nullable ExchangeListener second) {
        if (second == null) {
            return first;
        }
        return exchange -> {
            first.finished(exchange);
            second.finished(exchange);
        };
    }

    public Metrics metrics() {
        return metrics;
    }

    /** The access log, or null if there is none. */
    public @Nullable AccessLog accessLog() {
        return accessLog;
    }

    /** What remembers the last failures, or null if nothing does. */
    public @Nullable FailureRecorder failures() {
        return failures;
    }

    /** Begins new log files of the same names, after the old ones were moved away. */
    public void reopen() {
        if (accessLog != null) {
            accessLog.reopen();
        }
    }

    /** Writes what is still to be written; to be called when no exchange is under way any more. */
    @Override
    public void close() {
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
