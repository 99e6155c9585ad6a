package dev.evenkeel.balancer.cli;

import dev.evenkeel.balancer.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;

/** Starts daemons. */
@FunctionalInterface
public interface DaemonLauncher {

    /**
     * Starts a daemon and returns when it listens.
     *
     * @param file what the configuration was read from, to be read again by a reload
     * @throws IOException if an address can't be bound or a file can't be opened, with a message for people
     */
    RunningDaemon start(ConfigFile config, Path file) throws IOException;
}
