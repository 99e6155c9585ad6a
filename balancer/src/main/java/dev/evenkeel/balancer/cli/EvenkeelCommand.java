package dev.evenkeel.balancer.cli;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.cli.ctl.CtlCommand;
import dev.evenkeel.balancer.config.LogConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command itself, which only leads to its subcommands. */
@Command(
        name = "evenkeel",
        description = "A load balancer and reverse proxy.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All went well.",
            "1:The configuration has problems, or the daemon could not be started.",
            "2:The command line was not understood."
        },
        footer = {"", "evenkeel COMMAND --help tells more of a command."})
public final class EvenkeelCommand {

    private EvenkeelCommand() {}

    /**
     * Does what the arguments say. Sets up the logging of this JVM.
     *
     * @param launcher starts the daemon for {@code run}
     * @return the exit code
     */
    public static int execute(DaemonLauncher launcher, String... args) {
        DaemonLog.configure(LogConfig.Level.WARN);
        return create(launcher).execute(args);
    }

    static CommandLine create(DaemonLauncher launcher) {
        requireNonNull(launcher, "launcher");
        return new CommandLine(new EvenkeelCommand())
                .addSubcommand(new RunCommand(launcher, new JvmSignals()))
                .addSubcommand(new CheckCommand())
                .addSubcommand(new ArchiveCommand(launcher))
                .addSubcommand(new ReferenceCommand())
                .addSubcommand(new CtlCommand());
    }
}
