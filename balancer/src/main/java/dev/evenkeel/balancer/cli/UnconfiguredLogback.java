package dev.evenkeel.balancer.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.core.CoreConstants;

/**
 * Logback as it is before it looks for a configuration: {@link DaemonLog} sets it up. The launcher names it in the system
 * property {@code slf4j.provider}, so that slf4j does not look for it either; both would open every library of the daemon.
 */
public final class UnconfiguredLogback extends LogbackServiceProvider {

    @Override
    public void initialize() {
        LoggerContext context = (LoggerContext) getLoggerFactory();
        context.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
        context.setMDCAdapter(getMDCAdapter());
        context.start();
    }
}
