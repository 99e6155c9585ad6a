package dev.evenkeel.balancer.cli;

import dev.evenkeel.balancer.config.ConfigLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel reference}. */
@Command(
        name = "reference",
        description = "Prints every key of the configuration, with its meaning, range and default.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Printed.", "2:The command line was not understood."})
final class ReferenceCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        var out = Output.of(spec);
        out.print(ConfigLoader.reference());
        out.flush();
    }
}
