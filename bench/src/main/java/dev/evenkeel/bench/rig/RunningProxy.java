package dev.evenkeel.bench.rig;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A proxy that has been started in front of the origin. */
public final class RunningProxy {
    private final Proxy proxy;
    private final Subprocess process;
    private final int port;
    private final Path log;

    private RunningProxy(Proxy proxy, Subprocess process, int port, Path log) {
        this.proxy = proxy;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts the proxy and waits until it answers; it is ended by {@code cleanup}. */
    public static RunningProxy start(Proxy proxy, Setting setting, Origin origin, Cleanup cleanup) {
        int port = FreePorts.find(1).get(0);
        try {
            Path directory = Files.createDirectories(setting.directory().resolve(proxy.id()));
            Path log = directory.resolve("access.log");
            Path config = Files.writeString(
                    directory.resolve(proxy.id() + ".conf"),
                    Template.ofResource(proxy.id() + ".conf")
                            .render(values(setting, origin, port, directory, log), flags(setting)));
            Path output = proxy.logsToOutput() ? log : directory.resolve("output");
            Launch launch = new Launch(
                    proxy.id(),
                    proxy.command(config, setting.evenkeel()),
                    proxy == Proxy.EVENKEEL ? setting.evenkeel().environment() : Map.of(),
                    directory,
                    output,
                    directory.resolve("errors"));
            Subprocess process = Subprocess.start(launch, setting.core(), cleanup);
            HttpProbe.awaitReady(process, port);
            return new RunningProxy(proxy, process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which one it is. */
    public Proxy proxy() {
        return proxy;
    }

    /** Its port on the loopback address. */
    public int port() {
        return port;
    }

    /** The pids of all its processes. */
    public List<Long> pids() {
        return process.pids();
    }

    /** Fails unless it answers the workload's request as the origin does. */
    public void check(Workload workload) {
        HttpProbe.check(proxy.id(), workload, port);
    }

    /** Fails if it has ended. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new RigException(proxy.id() + " has ended: " + process.lastWords());
        }
    }

    /** The length of its access log in bytes; zero if it writes none. */
    public long logBytes() {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empties its access log, to which it goes on appending. */
    public void emptyLog() {
        if (!Files.exists(log)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> values(Setting setting, Origin origin, int port, Path directory, Path log) {
        Map<String, String> values = new HashMap<>();
        values.put("port", Integer.toString(port));
        values.put("origin-a", origin.ports().get(0).toString());
        values.put("origin-b", origin.ports().get(1).toString());
        values.put("directory", directory.toString());
        values.put("log", log.toString());
        values.put("user", CurrentUser.name());
        values.put("transport", setting.evenkeel().transport());
        return values;
    }

    private static Set<String> flags(Setting setting) {
        Set<String> flags = new HashSet<>(CurrentUser.flags());
        if (setting.accessLog()) {
            flags.add("log");
        }
        return flags;
    }

    /**
     * What is the same for all proxies of a comparison.
     *
     * @param directory below which each has a folder of its own
     * @param core the core they run on
     * @param accessLog whether they write an access log
     * @param evenkeel how Evenkeel is started
     */
    public record Setting(Path directory, int core, boolean accessLog, Evenkeel evenkeel) {
        public Setting {
            requireNonNull(directory, "directory");
            requireNonNull(evenkeel, "evenkeel");
        }
    }
}
