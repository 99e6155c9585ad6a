package dev.evenkeel.balancer.cli;

import picocli.CommandLine;

/** What the commands tell the shell. A command line that is not understood is picocli's 2. */
final class ExitCode {

    /** All went well. */
    static final int OK = CommandLine.ExitCode.OK;

    /** A configuration has problems, or the daemon could not be started. */
    static final int FAILED = 1;

    /** A second signal cut the shutdown short: 128 and the number of SIGINT, as shells count. */
    static final int CUT_SHORT = 130;

    private ExitCode() {}
}
