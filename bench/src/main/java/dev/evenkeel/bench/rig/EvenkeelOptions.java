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

    @Option(
            names = "--java",
            split = ",",
            paramLabel = "HOME",
            description = "The Java that runs Evenkeel. Default: the launcher's choice.")
    private List<Path> javaHomes = List.of();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Evenkeel's transport: auto, io_uring, epoll, nio. Default: ${DEFAULT-VALUE}.")
    private String transport = "";

    /**
     * What the options say, with these flags for the JVM besides the launcher's; they may be empty. Fails if several Javas
     * are given.
     */
    public Evenkeel evenkeel(String jvmFlags) {
        if (javaHomes.size() > 1) {
            throw new RigException("--java: " + javaHomes + " (expected: one)");
        }
        return evenkeel(javaHomes.isEmpty() ? null : javaHomes.get(0), jvmFlags);
    }

    /** One for each Java given, or the one of the launcher's choice; no further flags. */
    public List<Evenkeel> evenkeels() {
        return javaHomes.size() > 1
                ? javaHomes.stream().map(home -> evenkeel(home, "")).toList()
                : List.of(evenkeel(""));
    }

    private Evenkeel evenkeel(@Nullable Path javaHome, String jvmFlags) {
        return new Evenkeel(List.of(command.strip().split("\\s+", -1)), javaHome, transport, jvmFlags);
    }
}
