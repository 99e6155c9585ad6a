package dev.evenkeel.bench.rig;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The measurement cannot go on; the message is a sentence for the person at the terminal. */
public final class RigException extends RuntimeException {
    public RigException(String message) {
        super(message);
    }

    public RigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For picocli: prints the sentence of such an exception and gives exit code 1; throws any other on. */
    public static int report(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        if (!(exception instanceof RigException)) {
            throw exception;
        }
        command.getErr().println(command.getCommandName() + ": " + exception.getMessage());
        return 1;
    }
}
