package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads configurations, and says all that is wrong with one at once. Touches nothing but the files: no name is
 * looked up, nothing is bound.
 */
public final class ConfigLoader {

    private static final String REFERENCE = "reference-of-keys.conf";

    private final Map<String, String> environment;
    private final Map<String, ParsedText> parsed;
    private final HeldPools held;

    ConfigLoader(Map<String, String> environment) {
        this(environment, Map.of(), HeldPools.NONE);
    }

    private ConfigLoader(Map<String, String> environment, Map<String, ParsedText> parsed, HeldPools held) {
        this.environment = environment;
        this.parsed = parsed;
        this.held = held;
    }

    /** Reads a file and all that it includes, with substitutions from the environment of this process. */
    public static LoadResult load(Path file) {
        return new ConfigLoader(System.getenv()).readFile(file);
    }

    /**
     * Reads a file again.
     *
     * @param before as it was read last; what is still written like that is not parsed again
     * @param inUse what holds, with live changes; its pools are taken over if they do not change
     */
    public static LoadResult loadAgain(Path file, ConfigFile before, EvenkeelConfig inUse) {
        return new ConfigLoader(System.getenv(), before.files().parsed(), HeldPools.of(before, inUse)).readFile(file);
    }

    private LoadResult readFile(Path file) {
        requireNonNull(file, "file");
        try {
            return read(Source.read(file));
        } catch (IOException e) {
            var message = String.valueOf(e.getMessage());
            return new LoadResult.Rejected(List.of(new Problem(file.toString(), 0, "", message, "")), Set.of(file));
        }
    }

    /**
     * Reads a text as if it stood in a file of that name in the working directory, with substitutions from the
     * environment of this process.
     */
    public static LoadResult parse(String text, String originName) {
        requireNonNull(text, "text");
        requireNonNull(originName, "originName");
        return new ConfigLoader(System.getenv()).read(new Source(originName, Path.of(""), text));
    }

    /** Every key with its meaning, what it takes and its default: a text for people, itself a configuration. */
    public static String reference() {
        try (var stream = requireNonNull(ConfigLoader.class.getResourceAsStream(REFERENCE), REFERENCE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoadResult read(Source source) {
        var problems = new Problems();
        var files = new HoconFiles(source, environment, problems);
        var object = files.read(parsed);
        if (object == null) {
            return new LoadResult.Rejected(problems.sorted(), files.paths());
        }
        return ConfigFile.decode(files, object, held);
    }
}
