package dev.evenkeel.balancer;

import dev.evenkeel.balancer.cli.EvenkeelCommand;
import dev.evenkeel.balancer.cli.RunningDaemon;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import java.io.IOException;

/** Where the JVM begins: the command line, with the daemon for its {@code run}. */
public final class Main {

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(EvenkeelCommand.execute(Main::start, args));
    }

    private static RunningDaemon start(EvenkeelConfig config) throws IOException {
        Daemon daemon = Daemon.start(config);
        return new RunningDaemon() {
            @Override
            public String stop() {
                return daemon.shutdown().toString();
            }

            @Override
            public void reopenLogs() {
                daemon.reopenLogs();
            }
        };
    }
}
