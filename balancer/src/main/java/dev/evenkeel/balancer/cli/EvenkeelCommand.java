package dev.evenkeel.balancer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.cli.ctl.CtlCommand;
import dev.evenkeel.balancer.config.LogConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command itself, which only leads to its subcommands. */
@Command(
        name = "evenkeel",
        description = "A load balancer and reverse proxy.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
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
        Path file = fileOfPlainRun(args);
        if (file != null) {
            return run(launcher, file);
        }
        DaemonLog.configure(LogConfig.Level.WARN);
        return create(launcher).execute(args);
    }

    private static int run(DaemonLauncher launcher, Path file) {
        var run = new ForegroundRun(launcher, new JvmSignals(), new PrintWriter(System.err, true, UTF_8));
        DaemonLog.configure(LogConfig.Level.WARN);
        try {
            return run.run(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /**
     * The file of {@code run FILE}, or of {@code run} alone, which is how daemons are started; null if there is more to
     * understand. picocli would be a good part of the time until the first request is served.
     */
    static @Nullable Path fileOfPlainRun(String... args) {
        if (args.length == 0 || args.length > 2 || !args[0].equals(RunCommand.NAME)) {
            return null;
        }
        String file = args.length == 1 ? RunCommand.DEFAULT_FILE : args[1];
        return file.isEmpty() || file.startsWith("-") || file.startsWith("@") ? null : Path.of(file);
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
