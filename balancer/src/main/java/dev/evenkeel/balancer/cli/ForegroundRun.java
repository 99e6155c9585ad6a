package dev.evenkeel.balancer.cli;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.LoadResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The course of a daemon in the foreground: from its configuration to the signal that stops it. */
final class ForegroundRun {
    private final DaemonLauncher launcher;
    private final Signals signals;
    private final HangUps hangUps;
    private final PrintWriter errors;

    /**
     * From here on SIGHUP does not end the process.
     *
     * @param errors gets the problems of a configuration that cannot be used
     */
    ForegroundRun(DaemonLauncher launcher, Signals signals, PrintWriter errors) {
        this.launcher = requireNonNull(launcher, "launcher");
        this.signals = requireNonNull(signals, "signals");
        this.hangUps = new HangUps(signals);
        this.errors = requireNonNull(errors, "errors");
    }

    /** Starts the daemon, stays until a signal says otherwise, and returns the exit code. */
    int run(Path file) throws InterruptedException {
        var stop = new CountDownLatch(1);
        RunningDaemon daemon = start(file, stop);
        if (daemon == null) {
            return ExitCode.FAILED;
        }
        var log = LoggerFactory.getLogger(ForegroundRun.class);
        hangUps.follow(() -> {
            log.info("Opening the access log anew and reading {} again", file);
            daemon.reopenLogs();
            daemon.reload();
        });
        if (!hangUps.heard()) {
            log.warn("SIGHUP will not be heard: this process was started so as to ignore it, as nohup does. "
                    + "Start it otherwise, or reload with evenkeel ctl reload");
        }
        stop.await();
        return stop(daemon, log);
    }

    /**
     * Returns null if that is not possible, with the reason said. What was read is not held by this thread any more then: the
     * daemon is the only one that has it, and reads it anew.
     */
    private @Nullable RunningDaemon start(Path file, CountDownLatch stop) {
        var result = ConfigLoader.load(file);
        if (result instanceof LoadResult.Loaded loaded) {
            return start(loaded.file(), file, stop);
        }
        result.problems().forEach(errors::println);
        errors.flush();
        return null;
    }

    private @Nullable RunningDaemon start(ConfigFile config, Path file, CountDownLatch stop) {
        DaemonLog.configure(config.config().log().level());
        var log = LoggerFactory.getLogger(ForegroundRun.class);
        log.info("Evenkeel {} with {}", Version.number(), file);
        signals.onStop(stop::countDown);
        try {
            return launcher.start(config, file);
        } catch (IOException e) {
            log.error("Not started: {}", e.getMessage());
            return null;
        }
    }

    private int stop(RunningDaemon daemon, Logger log) {
        hangUps.follow(() -> log.info("SIGHUP is passed over, for the daemon is stopping"));
        log.info("Stopping; a second signal stops at once");
        signals.onStop(() -> Runtime.getRuntime().halt(ExitCode.CUT_SHORT));
        log.info("Evenkeel {}", daemon.stop());
        return ExitCode.OK;
    }
}
