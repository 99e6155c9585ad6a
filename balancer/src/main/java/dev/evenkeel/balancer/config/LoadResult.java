package dev.evenkeel.balancer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of loading a configuration: either the configuration or all that is wrong with it. */
public sealed interface LoadResult {

    /** The configuration, if nothing is wrong with it. */
    record Loaded(ConfigFile file) implements LoadResult {
        public EvenkeelConfig config() {
            return file.config();
        }

        @Override
        public Set<Path> paths() {
            return file.paths();
        }
    }

    /**
     * What is wrong.
     *
     * @param problems all, at least one, in the order of file and line
     * @param paths the file and all that it includes, as far as they were read
     */
    record Rejected(List<Problem> problems, Set<Path> paths) implements LoadResult {}

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException with all problems, if there are any
     */
    default EvenkeelConfig orElseThrow() {
        if (this instanceof Loaded loaded) {
            return loaded.config();
        }
        throw new IllegalArgumentException(
                problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    /**
     * The configuration as its files give it.
     *
     * @throws IllegalArgumentException with all problems, if there are any
     */
    default ConfigFile fileOrElseThrow() {
        orElseThrow();
        return ((Loaded) this).file();
    }

    /** The file and all that it includes, those that are not there included. */
    Set<Path> paths();

    /** All problems; empty if there is a configuration. */
    default List<Problem> problems() {
        return this instanceof Rejected rejected ? rejected.problems() : List.of();
    }
}
