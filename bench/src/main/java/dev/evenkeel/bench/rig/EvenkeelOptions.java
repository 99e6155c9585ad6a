package dev.evenkeel.bench.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how Evenkeel is started. */
public final class EvenkeelOptions {
    @Option(
            names = "--evenkeel",
            defaultValue = "${sys:evenkeel.root:-.}/balancer/bin/evenkeel run",
            paramLabel = "CMD",
            description = {
                "The command that starts Evenkeel; the config file is added. May be given",
                "several times. Default: balancer/bin/evenkeel run."
            })
    private List<String> commands = List.of();

    @Option(
            names = "--java",
            split = ",",
            paramLabel = "HOME",
            description = "The Java that runs Evenkeel. Default: the launcher's choice.")
    private List<Path> javaHomes = List.of();

    @Option(
            names = "--transport",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Evenkeel's transport: auto, io_uring, epoll, nio. Default: ${DEFAULT-VALUE}.")
    private List<String> transports = List.of();

    /**
     * What the options say, with these flags for the JVM besides the launcher's; they may be empty. Fails if an option
     * says several things.
     */
    public Evenkeel evenkeel(String jvmFlags) {
        return evenkeel(
                one("--evenkeel", commands),
                javaHomes.isEmpty() ? null : one("--java", javaHomes),
                one("--transport", transports),
                jvmFlags);
    }

    private static <T> T one(String option, List<T> values) {
        if (values.size() > 1) {
            throw new RigException(option + ": " + values + " (expected: one)");
        }
        return values.get(0);
    }

    /** One for each combination of what the options say; no further flags for the JVM. */
    public List<Evenkeel> evenkeels() {
        List<Evenkeel> all = new ArrayList<>();
        for (String command : commands) {
            for (int i = 0; i < Math.max(1, javaHomes.size()); i++) {
                for (String transport : transports) {
                    all.add(evenkeel(command, javaHomes.isEmpty() ? null : javaHomes.get(i), transport, ""));
                }
            }
        }
        return all;
    }

    private static Evenkeel evenkeel(String command, @Nullable Path javaHome, String transport, String jvmFlags) {
        return new Evenkeel(List.of(command.strip().split("\\s+", -1)), javaHome, transport, jvmFlags);
    }
}
