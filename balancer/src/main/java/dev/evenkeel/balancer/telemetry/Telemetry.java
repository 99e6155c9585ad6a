package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.config.AccessLogConfig;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Everything that hears of finished exchanges: the metrics and, if there is one, the access log. */
public final class Telemetry implements AutoCloseable {
    private final Metrics metrics;
    private final @Nullable AccessLog accessLog;

    private Telemetry(Metrics metrics, @Nullable AccessLog accessLog) {
        this.metrics = metrics;
        this.accessLog = accessLog;
    }

    /**
     * Begins.
     *
     * @param accessLog null for none
     * @param loops the number of event loops, 1 or more
     * @throws IOException if the file of the access log cannot be opened
     */
    public static Telemetry start(@Nullable AccessLogConfig accessLog, int loops) throws IOException {
        return new Telemetry(new Metrics(loops), accessLog == null ? null : AccessLog.open(accessLog, loops));
    }

    /** Returns what is to hear of the exchanges of a listener. */
    public ExchangeListener listener(String name) {
        ExchangeListener counting = metrics.listener(name);
        AccessLog log = accessLog;
        if (log == null) {
            return counting;
        }
        return exchange -> {
            counting.finished(exchange);
            log.finished(exchange);
        };
    }

    public Metrics metrics() {
        return metrics;
    }

    /** The access log, or null if there is none. */
    public @Nullable AccessLog accessLog() {
        return accessLog;
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
