package dev.evenkeel.balancer.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;

/**
 * One line for each event: the time in UTC, as in the access log, the level, the component, and what happened. A line break
 * within an event, as in a stack trace, becomes a bar. What Logback makes of a pattern takes 70 ms to load.
 */
final class DaemonLogLayout extends LayoutBase<ILoggingEvent> {
    private static final int LENGTH = 160;
    private static final int MILLIS = 3;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(MILLIS).toFormatter();
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n]+\\s*");

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(LENGTH);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(padded(event.getLevel())).append(' ');
        line.append(component(event.getLoggerName())).append(": ");
        line.append(onOneLine(text(event)));
        return line.append(System.lineSeparator()).toString();
    }

    private static String padded(Level level) {
        String name = level.toString();
        return name.length() == "INFO".length() ? name + " " : name;
    }

    private static String component(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static String text(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static String onOneLine(String text) {
        boolean isOne = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        return isOne ? text : LINE_BREAKS.matcher(text.strip()).replaceAll(" | ");
    }
}
