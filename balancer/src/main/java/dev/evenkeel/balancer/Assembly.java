package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.discovery.Discovery;
import dev.evenkeel.balancer.event.EventSink;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.exchange.ErrorPages;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.net.Bindings;
import dev.evenkeel.balancer.net.ExchangeHandler;
import dev.evenkeel.balancer.net.ExchangeSettings;
import dev.evenkeel.balancer.net.ForwardingRules;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.route.Router;
import dev.evenkeel.balancer.service.Service;
import dev.evenkeel.balancer.service.demo.DemoService;
import dev.evenkeel.balancer.service.fixed.FixedService;
import dev.evenkeel.balancer.service.redirect.RedirectService;
import dev.evenkeel.balancer.telemetry.Telemetry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live objects that a configuration becomes, and how they follow the next one: what did not change stays the same
 * object, with its sockets, connections and counters. Changed by one thread at a time, which may block; read from any.
 */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final Loops loops;
    private final Loops healthLoops;
    private final Telemetry telemetry;
    private final EventSink events;
    private final ListenerEvents listenerEvents;
    private final Discovery discovery = new Discovery();
    private final List<RequestIds> requestIds;
    private final Bindings bindings;
    private final Leaving leaving;
    private volatile EvenkeelConfig config;
    private volatile Map<String, LivePool> pools = Map.of();
    private volatile Map<String, LiveListener> listeners = Map.of();
    private Map<String, Service> services = Map.of();

    /** A listener, and what its requests go to on each loop. */
    private record LiveListener(Listener listener, List<ExchangeHandler> handlers) {}

    /** Nothing is live yet: {@link #build} and {@link #open} follow. */
    Assembly(EvenkeelConfig config, Loops loops, Telemetry telemetry, EventSink events) {
        this.config = requireNonNull(config, "config");
        this.loops = requireNonNull(loops, "loops");
        bindings = new Bindings(loops);
        this.telemetry = requireNonNull(telemetry, "telemetry");
        this.events = requireNonNull(events, "events");
        leaving = new Leaving(loops);
        listenerEvents = new ListenerEvents(events);
        healthLoops = new Loops("evenkeel-health", 1, Transport.forControl());
        SecureRandom random = new SecureRandom();
        requestIds = loops.all().stream().map(loop -> new RequestIds(random)).toList();
    }

    EvenkeelConfig config() {
        return config;
    }

    Collection<LivePool> pools() {
        return pools.values();
    }

    @Nullable
    LivePool pool(String name) {
        return pools.get(name);
    }

    List<Listener> listeners() {
        return listeners.values().stream().map(LiveListener::listener).toList();
    }

    @Nullable
    Listener listener(String name) {
        LiveListener live = listeners.get(name);
        return live == null ? null : live.listener();
    }

    /** What a listener does with its requests, on one of its loops; null if there is none of this name. */
    @Nullable
    ExchangeSettings settings(String listener) {
        LiveListener live = listeners.get(listener);
        return live == null ? null : live.handlers().get(0).settings();
    }

    /** Makes everything, and opens nothing. */
    void build() throws IOException {
        pools = pools(config, Origin.START);
        services = services(config, pools);
        listeners = listeners(config, services);
    }

    /** Begins to listen. */
    void open() throws IOException {
        Bindings.Change change = bindings.prepare(addresses(config));
        for (Listener listener : listeners()) {
            listener.listenAt(change);
            LOG.info("Listener {} is open at {}", listener.name(), listener.addresses());
        }
        change.commit();
        listenerEvents.tell(listeners());
    }

    /**
     * Follows another configuration.
     *
     * @param origin who wishes so
     * @throws IOException if an address cannot be bound or a file not be read; then nothing has changed
     */
    void apply(EvenkeelConfig next, Origin origin) throws IOException {
        if (origin == Origin.API && changesPoolsOnly(next)) {
            EvenkeelConfig before = config;
            config = next;
            pools.values().forEach(pool -> reconfigure(pool, before, next, origin));
        } else {
            applyWhole(next, origin);
        }
    }

    /** Of what is there already. The files that a configuration names are not read again for that. */
    private boolean changesPoolsOnly(EvenkeelConfig next) {
        return next.listeners().equals(config.listeners())
                && next.services().equals(config.services())
                && next.pools().keySet().equals(pools.keySet());
    }

    private void applyWhole(EvenkeelConfig next, Origin origin) throws IOException {
        Map<String, LivePool> nextPools = pools(next, origin);
        Map<String, Service> nextServices = services(next, nextPools);
        Map<String, LiveListener> nextListeners;
        var settings = new HashMap<String, List<ExchangeSettings>>();
        Bindings.Change change;
        try {
            nextListeners = listeners(next, nextServices);
            for (ListenerConfig listener : next.listeners().values()) {
                settings.put(listener.name(), settings(listener, nextServices));
            }
            change = bindings.prepare(addresses(next));
        } catch (IOException | RuntimeException e) {
            retireNew(nextPools);
            throw e;
        }
        EvenkeelConfig before = config;
        Map<String, LivePool> oldPools = pools;
        Map<String, LiveListener> oldListeners = listeners;
        config = next;
        pools = nextPools;
        services = nextServices;
        listeners = nextListeners;
        nextPools.values().forEach(pool -> reconfigure(pool, before, next, origin));
        next.listeners().values().forEach(listener -> {
            LiveListener live = requireNonNull(nextListeners.get(listener.name()), "live");
            reconfigure(live, listener, requireNonNull(settings.get(listener.name()), "settings"));
        });
        closeMissing(oldListeners, before);
        listeners().forEach(listener -> listener.listenAt(change));
        change.commit();
        listenerEvents.tell(listeners());
        retireMissing(oldPools, nextPools);
    }

    /** Takes back what was made for a configuration that cannot be followed. */
    private void retireNew(Map<String, LivePool> nextPools) {
        nextPools.values().stream()
                .filter(pool -> !pools.containsKey(pool.name()))
                .forEach(this::retire);
    }

    private static Map<String, List<Address>> addresses(EvenkeelConfig of) {
        var addresses = new LinkedHashMap<String, List<Address>>();
        of.listeners().values().forEach(listener -> addresses.put(listener.name(), listener.bind()));
        return addresses;
    }

    // Pools

    private Map<String, LivePool> pools(EvenkeelConfig of, Origin origin) {
        var made = new LinkedHashMap<String, LivePool>();
        for (PoolConfig pool : of.pools().values()) {
            LivePool live = pools.get(pool.name());
            made.put(pool.name(), live == null ? newPool(pool, origin) : live);
        }
        return Collections.unmodifiableMap(made);
    }

    private LivePool newPool(PoolConfig pool, Origin origin) {
        LivePool live = new LivePool(new Pool(pool, events), loops, discovery);
        telemetry.metrics().add(live.pool());
        live.pool().startHealth(healthLoops.all().get(0).eventLoop(), healthLoops.transport());
        live.follow(pool.members(), origin);
        return live;
    }

    private void reconfigure(LivePool pool, EvenkeelConfig before, EvenkeelConfig next, Origin origin) {
        PoolConfig was = before.pools().get(pool.name());
        PoolConfig is = next.pools().get(pool.name());
        if (was != null && is != null && !was.equals(is)) {
            pool.reconfigure(is, origin);
        }
    }

    private void retireMissing(Map<String, LivePool> old, Map<String, LivePool> kept) {
        old.forEach((name, pool) -> {
            if (!kept.containsKey(name)) {
                leaving.add(pool);
            }
        });
        sweep();
    }

    /** Ends the removed pools and listeners that are in use no more; to be called now and then. */
    void sweep() {
        leaving.sweep(this::retire);
    }

    private void retire(LivePool pool) {
        pool.retire();
        if (!pools.containsKey(pool.name())) {
            telemetry.metrics().remove(pool.pool());
        }
    }

    // Services

    private Map<String, Service> services(EvenkeelConfig of, Map<String, LivePool> livePools) {
        var made = new HashMap<String, Service>();
        livePools.forEach((name, pool) -> made.put(name, pool.service()));
        for (ServiceConfig service : of.services().values()) {
            Service live = services.get(service.name());
            boolean same = live != null && service.equals(config.services().get(service.name()));
            made.put(service.name(), same ? live : newService(service));
        }
        return made;
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
            Listener open = listener(listener.name());
            if (serves && open != null) {
                open.takeDown(time);
            }
        }
    }

    // Listeners

    private Map<String, LiveListener> listeners(EvenkeelConfig of, Map<String, Service> serving) throws IOException {
        var made = new LinkedHashMap<String, LiveListener>();
        for (ListenerConfig listener : of.listeners().values()) {
            LiveListener live = listeners.get(listener.name());
            made.put(listener.name(), live == null ? newListener(listener, serving) : live);
        }
        return Collections.unmodifiableMap(made);
    }

    private LiveListener newListener(ListenerConfig listener, Map<String, Service> serving) throws IOException {
        List<ExchangeSettings> settings = settings(listener, serving);
        var handlers = new ArrayList<ExchangeHandler>();
        Listener made =
                new Listener(listener.name(), listener.client().limits().connections(), loops, (owner, loop) -> {
                    ExchangeHandler handler = new ExchangeHandler(owner, loop, settings.get(loop.number()));
                    handlers.add(handler);
                    return handler;
                });
        return new LiveListener(made, List.copyOf(handlers));
    }

    /** For each loop, at the place of its number. */
    private List<ExchangeSettings> settings(ListenerConfig listener, Map<String, Service> serving) throws IOException {
        Router router = Router.of(listener.routes(), serving::get);
        ExchangeContext context = new ExchangeContext(
                listener.name(),
                listener.forwarded().via(),
                ErrorPages.load(listener.errorPages()),
                telemetry.listener(listener.name()));
        return requestIds.stream()
                .map(ids -> new ExchangeSettings(
                        listener.client(), new ForwardingRules(listener.forwarded(), "http", ids), router, context))
                .toList();
    }

    private static void reconfigure(LiveListener live, ListenerConfig next, List<ExchangeSettings> settings) {
        live.listener().maxConnections(next.client().limits().connections());
        for (int i = 0; i < settings.size(); i++) {
            live.handlers().get(i).reconfigure(settings.get(i));
        }
    }

    private void closeMissing(Map<String, LiveListener> old, EvenkeelConfig before) {
        old.forEach((name, live) -> {
            if (!listeners.containsKey(name)) {
                live.listener().close();
                leaving.add(live.listener(), requireNonNull(before.listeners().get(name), "before"));
            }
        });
    }

    /** Those that were removed and have connections still. */
    List<Listener> leavingListeners() {
        return leaving.listeners().stream()
                .filter(listener -> listener.openConnections() > 0)
                .toList();
    }

    /** How many connections of clients are open. */
    int openConnections() {
        return Stream.concat(listeners().stream(), leaving.listeners().stream())
                .mapToInt(Listener::openConnections)
                .sum();
    }

    /** Closes all connections of clients now. */
    void cut() {
        listeners().forEach(Listener::cut);
        leaving.listeners().forEach(Listener::cut);
    }

    /** Takes no new work any more; what is under way goes on. */
    void closeListeners() {
        listeners().forEach(Listener::close);
        bindings.close();
        listenerEvents.tell(listeners());
    }

    /** Ends what is not needed for answering: to be called when no request is under way. */
    void close() {
        pools.values().forEach(pool -> pool.service().closeIdle());
        pools.values().forEach(pool -> pool.pool().stopHealth());
        discovery.close();
        healthLoops.close();
    }
}
