package dev.evenkeel.balancer.cli.ctl;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a command waits for the end of what it began: the option of those that can wait. */
final class Patience {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Wait as with --wait, but end in this time, as in 30s, also if the daemon does not answer: then exit"
                            + " with 4. What was begun goes on.")
    private @Nullable Duration limit;

    /** Whether the command is to wait: it was told so, or for how long. */
    boolean orWaits(boolean told) {
        return told || limit != null;
    }

    /** By when the command is to be over, which begins now. */
    Deadline deadline() {
        return new Deadline(limit);
    }
}
