package dev.evenkeel.balancer.config;

import org.jspecify.annotations.Nullable;

/**
 * The daemon's own log and the access log.
 *
 * @param level the least severe event that the daemon's log shows
 * @param access the access log, or {@code null} for none
 */
public record LogConfig(Level level, @Nullable AccessLogConfig access) {

    /** Severity of an event of the daemon's log. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
