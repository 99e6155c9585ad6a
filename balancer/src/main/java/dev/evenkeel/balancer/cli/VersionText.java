package dev.evenkeel.balancer.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which Evenkeel this is, and on which Java it runs. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "evenkeel " + Version.number() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ")"
        };
    }
}
