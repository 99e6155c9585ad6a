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
                    "Wait as with --wait, but no longer than this, as in 30s: then exit with 4. What was begun goes on.")
    private @Nullable Duration limit;

    /** Whether the command is to wait: it was told so, or for how long. */
    boolean orWaits(boolean told) {
        return told || limit != null;
    }

    /**
     * Whether it has waited long enough.
     *
     * @param begun when it began, as {@link System#nanoTime} had it
     */
    boolean isOver(long begun) {
        return limit != null && System.nanoTime() - begun >= limit.toNanos();
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
