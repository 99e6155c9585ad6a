package dev.evenkeel.balancer.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes what it was asked for, and what went wrong. */
final class Output {

    private Output() {}

    /** Standard output, unless told otherwise. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return requireNonNull(spec, "spec").commandLine().getOut();
    }

    /** Standard error, unless told otherwise. */
    static PrintWriter errorsOf(@Nullable CommandSpec spec) {
        return requireNonNull(spec, "spec").commandLine().getErr();
    }
}
