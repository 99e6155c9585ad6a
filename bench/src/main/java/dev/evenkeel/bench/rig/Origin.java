package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all proxies forward to: one nginx worker that answers from memory, under two addresses so that there
 * is something to balance over.
 */
public final class Origin {
    private static final Template CONFIG = Template.ofResource("origin.conf");

    private final Subprocess process;
    private final List<Integer> ports;

    private Origin(Subprocess process, List<Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    /** Starts it on that core; it is ended by {@code cleanup}. */
    public static Origin start(Path directory, int core, Cleanup cleanup) {
        return start(directory, core, Set.of(), cleanup);
    }

    /** As {@link #start}, at its ports of every loopback address, 127.0.0.0/8: many backends that cost one process. */
    public static Origin startEverywhere(Path directory, int core, Cleanup cleanup) {
        return start(directory, core, Set.of("everywhere"), cleanup);
    }

    private static Origin start(Path directory, int core, Set<String> listening, Cleanup cleanup) {
        Programs.require("nginx", "nginx-light");
        List<Integer> ports = FreePorts.find(2);
        try {
            Path documents = Files.createDirectories(directory.resolve("documents"));
            Files.writeString(documents.resolve("16k"), "x".repeat(16 * 1024));
            Files.writeString(documents.resolve("1m"), "x".repeat(1024 * 1024));
            Files.writeString(documents.resolve("100m"), "x".repeat(100 * 1024 * 1024));
            Files.writeString(documents.resolve("upload"), "");
            Map<String, String> values = Map.of(
                    "directory", directory.toString(),
                    "user", CurrentUser.name(),
                    "origin-a", ports.get(0).toString(),
                    "origin-b", ports.get(1).toString(),
                    "body-1k", "x".repeat(1024));
            Set<String> flags = new HashSet<>(CurrentUser.flags());
            flags.addAll(listening);
            Path config = Files.writeString(directory.resolve("origin.conf"), CONFIG.render(values, flags));
            Path log = directory.resolve("origin.err");
            List<String> command =
                    List.of(Programs.find("nginx").map(Path::toString).orElse("nginx"), "-c", config.toString());
            Subprocess process =
                    Subprocess.start(new Launch("origin", command, Map.of(), directory, log, log), core, cleanup);
            Origin origin = new Origin(process, ports);
            HttpProbe.awaitReady(process, ports.get(0));
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its two ports on the loopback address. */
    public List<Integer> ports() {
        return ports;
    }

    /** The CPU accounts of its processes as they stand now. */
    public CpuReading cpu() {
        return CpuReading.of(process.pids());
    }

    /** How many connections it has accepted up to now, and how many requests it has answered. */
    public OriginCounters counters() {
        return OriginCounters.parse(HttpProbe.get(ports.get(0), "/status"));
    }
}
