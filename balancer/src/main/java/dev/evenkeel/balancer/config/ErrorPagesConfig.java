package dev.evenkeel.balancer.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own pages, to be read once at start. Each file existed, could be read and was no larger than
 * {@value #MAX_BYTES} bytes when the configuration was loaded.
 *
 * @param pages by status, 400 to 599
 * @param fallback for every other failure, or {@code null} for the built-in one
 */
public record ErrorPagesConfig(
        Map<Integer, Path> pages, @Nullable Path fallback) {

    /** Largest page, in bytes. */
    public static final int MAX_BYTES = 1 << 20;
}
