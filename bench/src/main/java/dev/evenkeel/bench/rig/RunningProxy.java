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
    private static final long LATEST_LOG_NANOS = 2_000_000_000;

    private final Proxy proxy;
    private final Subprocess process;
    private final int port;
    private final Path log;
    private final long startNanoTime;

    private RunningProxy(Proxy proxy, Subprocess process, int port, Path log, long startNanoTime) {
        this.proxy = proxy;
        this.process = process;
        this.port = port;
        this.log = log;
        this.startNanoTime = startNanoTime;
    }

    /** Starts the proxy and waits until it answers; it is ended by {@code cleanup}. */
    public static RunningProxy start(Proxy proxy, Setting setting, Origin origin, Cleanup cleanup) {
        RunningProxy started = launch(proxy, setting, origin, cleanup);
        HttpProbe.awaitReady(started.process, started.port);
        return started;
    }

    /** Starts the proxy and does not wait for it; it is ended by {@code cleanup}. */
    public static RunningProxy launch(Proxy proxy, Setting setting, Origin origin, Cleanup cleanup) {
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
            long startNanoTime = System.nanoTime();
            Subprocess process = Subprocess.start(launch, setting.cores(), cleanup);
            return new RunningProxy(proxy, process, port, log, startNanoTime);
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

    /** When its process was started, as {@link System#nanoTime} tells it. */
    public long startNanoTime() {
        return startNanoTime;
    }

    /** Ends it, if it has not ended yet. */
    public void stop() {
        process.stop();
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

    /** Whether its access log has something in it, now or, since some write it late, two seconds from now. */
    public boolean awaitLog() {
        long deadline = System.nanoTime() + LATEST_LOG_NANOS;
        while (logBytes() == 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.briefly();
        }
        return true;
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
        values.put("threads", Integer.toString(setting.shape().threads()));
        values.put("connections", Integer.toString(setting.shape().clientConnections()));
        return values;
    }

    private static Set<String> flags(Setting setting) {
        Set<String> flags = new HashSet<>(CurrentUser.flags());
        if (setting.accessLog()) {
            flags.add("log");
        }
        if (setting.shape().backendKeepAlive()) {
            flags.add("keep-alive");
        }
        if (setting.shape().threads() == 1) {
            flags.add("one-thread");
        }
        return flags;
    }

    /**
     * What is the same for all proxies of a comparison.
     *
     * @param directory below which each has a folder of its own
     * @param cores the cores they run on
     * @param accessLog whether they write an access log
     * @param evenkeel how Evenkeel is started
     * @param shape what their configs allow
     */
    public record Setting(Path directory, List<Integer> cores, boolean accessLog, Evenkeel evenkeel, Shape shape) {
        public Setting {
            requireNonNull(directory, "directory");
            requireNonNull(evenkeel, "evenkeel");
            requireNonNull(shape, "shape");
            cores = List.copyOf(cores);
        }

        /** The usual shape, on one core. */
        public Setting(Path directory, int core, boolean accessLog, Evenkeel evenkeel) {
            this(directory, List.of(core), accessLog, evenkeel, Shape.USUAL);
        }
    }

    /**
     * What may differ between two fleets of proxies.
     *
     * @param threads event loops, threads or workers
     * @param clientConnections how many the proxy must be able to hold, where its config has a bound
     * @param backendKeepAlive whether connections to backends are kept for further requests
     */
    public record Shape(int threads, int clientConnections, boolean backendKeepAlive) {
        /** One thread, keep-alive on both sides. */
        public static final Shape USUAL = new Shape(1, 4096, true);
    }
}
