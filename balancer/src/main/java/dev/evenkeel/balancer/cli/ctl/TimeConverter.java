package dev.evenkeel.balancer.cli.ctl;

import dev.evenkeel.balancer.admin.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time from the command line, as in {@code 30s}. */
final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        Duration duration = DurationText.parse(text);
        if (duration == null) {
            throw new TypeConversionException("\"" + text + "\" (expected: a time such as 30s or 500ms)");
        }
        return duration;
    }
}
