package dev.evenkeel.balancer.cli.ctl;

import dev.evenkeel.balancer.admin.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a command waits for the end of what it began: the option of those that can wait. */
final class Patience {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Converter.class,
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

    private static final class Converter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration = DurationText.parse(text);
            if (duration == null) {
                throw new TypeConversionException("\"" + text + "\" (expected: a time such as 30s or 500ms)");
            }
            return duration;
        }
    }
}
