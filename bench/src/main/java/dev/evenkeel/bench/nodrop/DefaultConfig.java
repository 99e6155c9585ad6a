package dev.evenkeel.bench.nodrop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is tested if there is no configuration of the user's: a pool with health checks and one without. */
final class DefaultConfig {
    private static final String NAME = "nodrop.conf";

    private DefaultConfig() {}

    /** Writes it to a folder. */
    static Path in(Path directory) {
        try (InputStream in = DefaultConfig.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " (expected: a resource of this package)");
            }
            return Files.write(directory.resolve(NAME), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
