package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.admin.AdminServer;
import dev.evenkeel.balancer.admin.AdminView;
import dev.evenkeel.balancer.cli.Version;
import dev.evenkeel.balancer.config.AdminConfig;
import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.control.FileWatch;
import dev.evenkeel.balancer.control.LiveConfig;
import dev.evenkeel.balancer.control.StartingConfig;
import dev.evenkeel.balancer.event.EventLog;
import dev.evenkeel.balancer.event.EventType;
import dev.evenkeel.balancer.event.Happening;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.net.ExchangeSettings;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.telemetry.DaemonInfo;
import dev.evenkeel.balancer.telemetry.Telemetry;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Evenkeel: the one place where a configuration becomes live objects, and where all of them start and stop.
 * Starting and closing block, so neither is for an event loop.
 */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final long POLL_MILLIS = 10;

    private final Duration shutdownTimeout;
    private final Loops loops;
    private final Assembly assembly;
    private final Telemetry telemetry;
    private final EventLog events = new EventLog();
    private final DaemonInfo info;
    private final LiveConfig live;
    private @Nullable AdminServer admin;
    private @Nullable FileWatch watch;
    private volatile @Nullable String notReady = "starting";
    private @Nullable ShutdownSummary summary;

    private Daemon(StartingConfig start, @Nullable Path file) throws IOException {
        EvenkeelConfig config = start.config();
        shutdownTimeout = config.runtime().shutdownTimeout();
        Transport transport = Transport.choose(config.runtime().transport());
        AdminConfig adminConfig = config.admin();
        telemetry = Telemetry.start(
                config.log().access(),
                adminConfig == null ? 0 : adminConfig.failuresKept(),
                config.runtime().threads());
        loops = new Loops("evenkeel-loop", config.runtime().threads(), transport);
        assembly = new Assembly(config, loops, telemetry, events);
        info = new DaemonInfo(
                Version.number(),
                transport.configName(),
                loops.all().stream().map(Loop::threadId).toList(),
                Clock.systemUTC().instant());
        live = new LiveConfig(start, file, new Reconfiguration(assembly), events);
    }

    /**
     * Starts everything that the configuration names, with the live changes that its state file holds.
     *
     * @param file what the configuration was read from, to be read again by a reload; null if it was not a file
     * @throws IOException if an address cannot be bound or a file not be opened; nothing is left running then
     */
    public static Daemon start(ConfigFile config, @Nullable Path file) throws IOException {
        Daemon daemon = new Daemon(StartingConfig.of(requireNonNull(config, "config")), file);
        try {
            daemon.assembly.build();
            daemon.open(file);
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void open(@Nullable Path file) throws IOException {
        EvenkeelConfig config = live.config();
        AdminConfig adminConfig = config.admin();
        if (adminConfig != null) {
            AdminServer opened = AdminServer.open(adminConfig, new View());
            admin = opened;
            LOG.info("The admin API is at {}", opened.address());
        }
        assembly.open();
        LOG.info(
                "Running on {} event loops, transport {}",
                loops.all().size(),
                loops.transport().configName());
        if (file != null && config.runtime().reloadOnChange()) {
            watch = new FileWatch(live);
        }
        notReady = null;
        events.tell(new Happening(
                EventType.STARTED,
                null,
                "Evenkeel " + info.version() + " runs, as process "
                        + ProcessHandle.current().pid() + "."));
    }

    /**
     * Where a listener listens, with the ports that the kernel chose, in the order of its configuration.
     *
     * @throws IllegalArgumentException if there is no listener of this name
     */
    public List<SocketAddress> listenerAddresses(String name) {
        Listener listener = assembly.listener(name);
        if (listener == null) {
            throw new IllegalArgumentException("listener: " + name + " (expected: one of "
                    + live.config().listeners().keySet() + ")");
        }
        return listener.addresses();
    }

    /** Where the admin API listens, with the port that the kernel chose; null if there is none. */
    public @Nullable SocketAddress adminAddress() {
        return admin == null ? null : admin.address();
    }

    /**
     * A pool of the configuration.
     *
     * @throws IllegalArgumentException if there is no pool of this name
     */
    public Pool pool(String name) {
        LivePool pool = assembly.pool(name);
        if (pool == null) {
            throw new IllegalArgumentException("pool: " + name + " (expected: one of "
                    + live.config().pools().keySet() + ")");
        }
        return pool.pool();
    }

    /** The configuration that holds, and how it is changed. */
    public LiveConfig live() {
        return live;
    }

    /** Begins new log files: to be called after the old ones were moved away. */
    public void reopenLogs() {
        telemetry.reopen();
    }

    /** Stops as {@link #shutdown} does. */
    @Override
    public void close() {
        LOG.info("Evenkeel {}", shutdown());
    }

    /**
     * Stops: accepts nothing more, lets what is under way finish for as long as {@code runtime.shutdown-timeout} allows,
     * then cuts the rest. A second call returns what the first did.
     */
    public synchronized ShutdownSummary shutdown() {
        if (summary == null) {
            summary = stop();
        }
        return summary;
    }

    private ShutdownSummary stop() {
        long start = Loop.nanos();
        notReady = "shutting down";
        events.tell(new Happening(
                EventType.SHUTDOWN_BEGUN,
                null,
                "Evenkeel stops: " + assembly.openConnections() + " connections of clients are open."));
        if (watch != null) {
            watch.close();
        }
        live.close();
        assembly.closeListeners();
        awaitNoConnections(shutdownTimeout);
        int cut = assembly.openConnections();
        if (cut > 0) {
            assembly.cut();
            awaitNoConnections(Duration.ofSeconds(1));
        }
        assembly.close();
        loops.close();
        telemetry.close();
        if (admin != null) {
            admin.close();
        }
        return new ShutdownSummary(Duration.ofNanos(Loop.nanos() - start), cut);
    }

    private void awaitNoConnections(Duration timeout) {
        long end = Loop.nanos() + timeout.toNanos();
        try {
            while (assembly.openConnections() > 0 && Loop.nanos() < end) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class View implements AdminView {
        @Override
        public DaemonInfo info() {
            return info;
        }

        @Override
        public @Nullable String notReady() {
            return notReady;
        }

        @Override
        public List<Listener> listeners() {
            return assembly.listeners();
        }

        @Override
        public List<Listener> leavingListeners() {
            return assembly.leavingListeners();
        }

        @Override
        public @Nullable ExchangeSettings settings(String listener) {
            return assembly.settings(listener);
        }

        @Override
        public List<Pool> pools() {
            return assembly.pools().stream().map(LivePool::pool).toList();
        }

        @Override
        public LiveConfig live() {
            return live;
        }

        @Override
        public EventLog events() {
            return events;
        }

        @Override
        public Telemetry telemetry() {
            return telemetry;
        }
    }
}
