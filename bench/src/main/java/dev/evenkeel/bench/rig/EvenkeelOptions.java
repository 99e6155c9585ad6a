package dev.evenkeel.bench.rig;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how Evenkeel is started. */
public final class EvenkeelOptions {
    @Option(
            names = "--evenkeel",
            defaultValue = "${sys:evenkeel.root:-.}/balancer/bin/evenkeel run",
            paramLabel = "CMD",
            description =
                    "The command that starts Evenkeel; the config file is added. Default: balancer/bin/evenkeel run.")
    private String command = "";

    @Option(names = "--java-home", paramLabel = "DIR", description = "The Java that runs Evenkeel.")
    private @Nullable Path javaHome;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Evenkeel's transport: auto, io_uring, epoll, nio. Default: ${DEFAULT-VALUE}.")
    private String transport = "";

    /** What the options say, with these flags for the JVM besides the launcher's; they may be empty. */
    public Evenkeel evenkeel(String jvmFlags) {
        return new Evenkeel(List.of(command.strip().split("\\s+", -1)), javaHome, transport, jvmFlags);
    }
}
