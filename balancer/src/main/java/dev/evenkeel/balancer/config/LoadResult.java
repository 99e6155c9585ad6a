package dev.evenkeel.balancer.config;

import java.util.List;
import java.util.stream.Collectors;

/** What came of loading a configuration: either the configuration or all that is wrong with it. */
public sealed interface LoadResult {

    /** The configuration, if nothing is wrong with it. */
    record Loaded(ConfigFile file) implements LoadResult {
        public EvenkeelConfig config() {
            return file.config();
        }
    }

    /** All problems, at least one, in the order of file and line. */
    record Rejected(List<Problem> problems) implements LoadResult {}

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

    /** All problems; empty if there is a configuration. */
    default List<Problem> problems() {
        return this instanceof Rejected rejected ? rejected.problems() : List.of();
    }
}
