package dev.evenkeel.balancer.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.evenkeel.balancer.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's own log: standard error, one line for each event, with time, level and component. Set up here and not
 * by a file, which would take a tenth of a second at each start.
 */
final class DaemonLog {

    private DaemonLog() {}

    /** Replaces what logging there was. Libraries are heard from {@code warn} up only. */
    static void configure(LogConfig.Level level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var layout = new DaemonLogLayout();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(layout);
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
