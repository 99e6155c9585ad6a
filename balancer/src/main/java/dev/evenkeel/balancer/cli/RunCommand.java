package dev.evenkeel.balancer.cli;

import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel run}: starts the daemon and stays until a signal says otherwise. */
@Command(
        name = "run",
        description = "Runs the daemon in the foreground until it gets SIGTERM or SIGINT.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Stopped by SIGTERM or SIGINT.",
            "1:The configuration has problems, or the daemon could not be started.",
            "2:The command line was not understood.",
            "130:A second SIGTERM or SIGINT cut the shutdown short."
        },
        footerHeading = "%nSignals:%n",
        footer = {
            "  SIGTERM, SIGINT  Stop accepting, let requests under way finish for as long",
            "                   as runtime.shutdown-timeout says, then stop. A second one",
            "                   stops at once.",
            "  SIGHUP           Open the access log anew, after it was moved away, read the",
            "                   configuration again, and apply what changed. If it has a",
            "                   mistake, nothing changes, and the log says where it is."
        })
final class RunCommand implements Callable<Integer> {

    private final DaemonLauncher launcher;
    private final Signals signals;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "evenkeel.conf",
            description = "The configuration. Default: ${DEFAULT-VALUE} in the working directory.")
    private Path file = Path.of("evenkeel.conf");

    RunCommand(DaemonLauncher launcher, Signals signals) {
        this.launcher = launcher;
        this.signals = signals;
    }

    @Override
    public Integer call() throws InterruptedException {
        var result = ConfigLoader.load(file);
        if (result instanceof LoadResult.Loaded loaded) {
            return run(loaded.file());
        }
        var errors = Output.errorsOf(spec);
        result.problems().forEach(errors::println);
        return ExitCode.FAILED;
    }

    private int run(ConfigFile config) throws InterruptedException {
        DaemonLog.configure(config.config().log().level());
        var log = LoggerFactory.getLogger(RunCommand.class);
        log.info("Evenkeel {} with {}", Version.number(), file);
        var stop = new CountDownLatch(1);
        signals.onStop(stop::countDown);
        RunningDaemon daemon;
        try {
            daemon = launcher.start(config, file);
        } catch (IOException e) {
            log.error("Not started: {}", e.getMessage());
            return ExitCode.FAILED;
        }
        boolean hearsHangUp = signals.onHangUp(() -> {
            log.info("Opening the access log anew and reading {} again", file);
            daemon.reopenLogs();
            daemon.reload();
        });
        if (!hearsHangUp) {
            log.warn("SIGHUP will not be heard: this process was started so as to ignore it, as nohup does. "
                    + "Start it otherwise, or reload with evenkeel ctl reload");
        }
        stop.await();
        return stop(daemon, log);
    }

    private int stop(RunningDaemon daemon, Logger log) {
        log.info("Stopping; a second signal stops at once");
        signals.onStop(() -> Runtime.getRuntime().halt(ExitCode.CUT_SHORT));
        log.info("Evenkeel {}", daemon.stop());
        return ExitCode.OK;
    }
}
