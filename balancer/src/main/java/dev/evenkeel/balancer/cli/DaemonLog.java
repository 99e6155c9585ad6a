package dev.evenkeel.balancer.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.evenkeel.balancer.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's own log: standard error, one line for each event, with time, level and component. Set up here and not
 * by a file, which would take a tenth of a second at each start.
 */
final class DaemonLog {

    /** A line break within an event, as in a stack trace, becomes a bar. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: "
            + "%replace(%msg%ex){'\\s*[\\r\\n]+\\s*(?=\\S)', ' | '}%n%nopex";

    private DaemonLog() {}

    /** Replaces what logging there was. Libraries are heard from {@code warn} up only. */
    static void configure(LogConfig.Level level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        var own = Level.valueOf(level.name());
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
        root.addAppender(appender);
        context.getLogger("dev.evenkeel").setLevel(own);
    }
}
