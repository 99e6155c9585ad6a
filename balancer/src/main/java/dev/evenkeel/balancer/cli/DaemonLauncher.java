package dev.evenkeel.balancer.cli;

import dev.evenkeel.balancer.config.EvenkeelConfig;
import java.io.IOException;

/** Starts daemons. */
@FunctionalInterface
public interface DaemonLauncher {

    /**
     * Starts a daemon and returns when it listens.
     *
     * @throws IOException if an address can't be bound or a file can't be opened, with a message for people
     */
    RunningDaemon start(EvenkeelConfig config) throws IOException;
}
