package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.admin.AdminServer;
import dev.evenkeel.balancer.admin.AdminView;
import dev.evenkeel.balancer.cli.Version;
import dev.evenkeel.balancer.config.AdminConfig;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.discovery.Discovery;
import dev.evenkeel.balancer.exchange.ErrorPages;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.net.ExchangeHandler;
import dev.evenkeel.balancer.net.ForwardingRules;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.route.Router;
import dev.evenkeel.balancer.service.Service;
import dev.evenkeel.balancer.service.demo.DemoService;
import dev.evenkeel.balancer.service.fixed.FixedService;
import dev.evenkeel.balancer.service.proxy.ProxyService;
import dev.evenkeel.balancer.service.redirect.RedirectService;
import dev.evenkeel.balancer.telemetry.DaemonInfo;
import dev.evenkeel.balancer.telemetry.Telemetry;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final EvenkeelConfig config;
    private final Loops loops;
    private final Loops healthLoops;
    private final Discovery discovery = new Discovery();
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final List<ProxyService> proxies = new ArrayList<>();
    private final Map<String, Service> services = new HashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final List<RequestIds> requestIds;
    private final Telemetry telemetry;
    private final DaemonInfo info;
    private @Nullable AdminServer admin;
    private volatile @Nullable String notReady = "starting";
    private @Nullable ShutdownSummary summary;

    private Daemon(EvenkeelConfig config) throws IOException {
        this.config = requireNonNull(config, "config");
        Transport transport = Transport.choose(config.runtime().transport());
        telemetry = Telemetry.start(config.log().access(), config.runtime().threads());
        loops = new Loops("evenkeel-loop", config.runtime().threads(), transport);
        healthLoops = new Loops("evenkeel-health", 1, transport);
        info = new DaemonInfo(
                Version.number(),
                transport.configName(),
                loops.all().size(),
                Clock.systemUTC().instant());
        SecureRandom random = new SecureRandom();
        requestIds = loops.all().stream().map(loop -> new RequestIds(random)).toList();
    }

    /**
     * Starts everything that the configuration names.
     *
     * @throws IOException if an address cannot be bound or a file not be opened; nothing is left running then
     */
    public static Daemon start(EvenkeelConfig config) throws IOException {
        Daemon daemon = new Daemon(config);
        try {
            daemon.build();
            daemon.open();
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void build() throws IOException {
        for (PoolConfig pool : config.pools().values()) {
            addPool(pool);
        }
        for (ServiceConfig service : config.services().values()) {
            services.put(service.name(), newService(service));
        }
        for (ListenerConfig listener : config.listeners().values()) {
            listeners.put(listener.name(), newListener(listener));
        }
    }

    private void addPool(PoolConfig poolConfig) {
        Pool pool = new Pool(poolConfig);
        pools.put(pool.name(), pool);
        telemetry.metrics().add(pool);
        pool.startHealth(healthLoops.all().get(0).eventLoop(), loops.transport());
        pool.follow(discovery.source(poolConfig.members()));
        ProxyService service = new ProxyService(pool, loops.all(), loops.transport());
        proxies.add(service);
        services.put(service.name(), service);
    }

    private Service newService(ServiceConfig service) {
        if (service instanceof ServiceConfig.Redirect redirect) {
            return new RedirectService(redirect);
        }
        if (service instanceof ServiceConfig.Fixed fixed) {
            return new FixedService(fixed);
        }
        return new DemoService((ServiceConfig.Demo) service, time -> takeDown(service.name(), time));
    }

    /** Takes those listeners down that serve nothing else. */
    private void takeDown(String service, Duration time) {
        for (ListenerConfig listener : config.listeners().values()) {
            boolean serves =
                    listener.routes().stream().allMatch(route -> route.service().equals(service));
            Listener open = listeners.get(listener.name());
            if (serves && open != null) {
                open.takeDown(time);
            }
        }
    }

    private Listener newListener(ListenerConfig listener) throws IOException {
        Router router = Router.of(listener.routes(), services::get);
        ExchangeContext context = new ExchangeContext(
                listener.name(),
                listener.forwarded().via(),
                ErrorPages.load(listener.errorPages()),
                telemetry.listener(listener.name()));
        return new Listener(
                listener.name(),
                listener.bind(),
                listener.client().limits().connections(),
                loops,
                (owner, loop) -> new ExchangeHandler(
                        owner, loop, listener.client(), forwardingRules(listener, loop), router, context));
    }

    private ForwardingRules forwardingRules(ListenerConfig listener, Loop loop) {
        return new ForwardingRules(listener.forwarded(), "http", requestIds.get(loop.number()));
    }

    private void open() throws IOException {
        AdminConfig adminConfig = config.admin();
        if (adminConfig != null) {
            AdminServer opened = AdminServer.open(adminConfig, loops.transport(), new View());
            admin = opened;
            LOG.info("The admin API is at {}", opened.address());
        }
        for (Listener listener : listeners.values()) {
            listener.open();
            LOG.info("Listener {} is open at {}", listener.name(), listener.addresses());
        }
        LOG.info(
                "Running on {} event loops, transport {}",
                loops.all().size(),
                loops.transport().configName());
        notReady = null;
    }

    /**
     * Where a listener listens, with the ports that the kernel chose, in the order of its configuration.
     *
     * @throws IllegalArgumentException if there is no listener of this name
     */
    public List<SocketAddress> listenerAddresses(String name) {
        Listener listener = listeners.get(name);
        if (listener == null) {
            throw new IllegalArgumentException("listener: " + name + " (expected: one of " + listeners.keySet() + ")");
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
        Pool pool = pools.get(name);
        if (pool == null) {
            throw new IllegalArgumentException("pool: " + name + " (expected: one of " + pools.keySet() + ")");
        }
        return pool;
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
        listeners.values().forEach(Listener::close);
        awaitNoConnections(config.runtime().shutdownTimeout());
        int cut = openConnections();
        if (cut > 0) {
            listeners.values().forEach(Listener::cut);
            awaitNoConnections(Duration.ofSeconds(1));
        }
        proxies.forEach(ProxyService::closeIdle);
        discovery.close();
        pools.values().forEach(Pool::stopHealth);
        healthLoops.close();
        loops.close();
        telemetry.close();
        if (admin != null) {
            admin.close();
        }
        return new ShutdownSummary(Duration.ofNanos(Loop.nanos() - start), cut);
    }

    private int openConnections() {
        return listeners.values().stream().mapToInt(Listener::openConnections).sum();
    }

    private void awaitNoConnections(Duration timeout) {
        long end = Loop.nanos() + timeout.toNanos();
        try {
            while (openConnections() > 0 && Loop.nanos() < end) {
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
            return List.copyOf(listeners.values());
        }

        @Override
        public List<Pool> pools() {
            return List.copyOf(pools.values());
        }

        @Override
        public Telemetry telemetry() {
            return telemetry;
        }
    }
}
