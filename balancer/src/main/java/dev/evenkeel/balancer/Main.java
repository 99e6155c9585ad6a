package dev.evenkeel.balancer;

import dev.evenkeel.balancer.cli.EvenkeelCommand;
import dev.evenkeel.balancer.cli.RunningDaemon;
import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.control.ReloadTrigger;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the JVM begins: the command line, with the daemon for its {@code run}. */
public final class Main {

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(EvenkeelCommand.execute(Main::start, args));
    }

    private static RunningDaemon start(ConfigFile config, Path file) throws IOException {
        Daemon daemon = Daemon.start(config, file);
        Logger log = LoggerFactory.getLogger(Main.class);
        return new RunningDaemon() {
            @Override
            public String stop() {
                return daemon.shutdown().toString();
            }

            @Override
            public void reopenLogs() {
                daemon.reopenLogs();
            }

            @Override
            public void reload() {
                daemon.live().reload(ReloadTrigger.SIGNAL).exceptionally(failure -> {
                    log.error(
                            "Not reloaded, nothing has changed: {}",
                            failure.getCause() == null
                                    ? failure
                                    : failure.getCause().getMessage());
                    return null;
                });
            }
        };
    }
}
