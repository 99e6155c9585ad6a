package dev.evenkeel.balancer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel run}: starts the daemon and stays until a signal says otherwise. */
@Command(
        name = RunCommand.NAME,
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
    static final String NAME = "run";
    static final String DEFAULT_FILE = "evenkeel.conf";

    private final DaemonLauncher launcher;
    private final Signals signals;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = DEFAULT_FILE,
            description = "The configuration. Default: ${DEFAULT-VALUE} in the working directory.")
    private Path file = Path.of(DEFAULT_FILE);

    RunCommand(DaemonLauncher launcher, Signals signals) {
        this.launcher = launcher;
        this.signals = signals;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new ForegroundRun(launcher, signals, Output.errorsOf(spec)).run(file);
    }
}
