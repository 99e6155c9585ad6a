package dev.evenkeel.balancer.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A line for each request.
 *
 * @param file where the lines go, in a folder that existed when the configuration was loaded; {@code null} for
 *     the standard output
 * @param format what a line looks like
 * @param queue bytes of lines that may wait to be written; lines beyond are dropped and counted
 */
public record AccessLogConfig(@Nullable Path file, Format format, int queue) {

    /** What a line of the access log looks like. */
    public enum Format {
        /** One JSON object per line. */
        JSON,
        /** The combined log format of Apache's httpd. */
        COMBINED
    }
}
