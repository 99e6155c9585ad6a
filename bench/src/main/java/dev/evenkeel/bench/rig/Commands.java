package dev.evenkeel.bench.rig;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the commands of the bench have in common. */
public final class Commands {
    private Commands() {}

    /** Runs a picocli command, to which {@code --help} is added, and gives its exit code. */
    public static int execute(Object command, String[] args) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Say this.")
                        .build());
        return line.setExecutionExceptionHandler((exception, failed, parsed) -> {
                    if (!(exception instanceof RigException)) {
                        throw exception;
                    }
                    failed.getErr().println(failed.getCommandName() + ": " + exception.getMessage());
                    return 1;
                })
                .execute(args);
    }
}
