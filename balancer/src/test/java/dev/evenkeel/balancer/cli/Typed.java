package dev.evenkeel.balancer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What came of a command line. */
record Typed(int exitCode, String out, String err) {

    /** Runs a command that starts no daemon. */
    static Typed evenkeel(String... args) {
        return on(
                EvenkeelCommand.create((config, file) -> {
                    throw new AssertionError("starts a daemon");
                }),
                args);
    }

    static Typed on(CommandLine commandLine, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(args);
        return new Typed(exitCode, out.toString(), err.toString());
    }
}
