package dev.evenkeel.balancer;

import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.net.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The pools that were removed, each until no request uses it any more and none can come: a listener that was removed routes
 * what comes on its last connections as before. For one thread, which may block.
 */
final class LeavingPools {
    private final List<LivePool> pools = new ArrayList<>();
    private final List<Leaving> listeners = new ArrayList<>();

    /** A listener that accepts nothing any more, and the names of what it routes to. */
    private record Leaving(Listener listener, Set<String> services) {}

    /** A pool is removed: no listener that stays routes to it any more. */
    void add(LivePool pool) {
        pools.add(pool);
    }

    /**
     * A listener is removed, and closed.
     *
     * @param config what it was until then
     */
    void add(Listener listener, ListenerConfig config) {
        listeners.add(new Leaving(
                listener, config.routes().stream().map(RouteConfig::service).collect(Collectors.toSet())));
    }

    /** Lets go of those pools that have come to their end. */
    void sweep(Consumer<LivePool> retire) {
        pools.removeIf(pool -> {
            if (pool.inUse() || reachable(pool)) {
                return false;
            }
            retire.accept(pool);
            return true;
        });
    }

    /** After each event loop has answered: what a removed listener accepted last is counted as open by then. */
    private boolean reachable(LivePool pool) {
        listeners.removeIf(leaving -> leaving.listener().openConnections() == 0);
        return listeners.stream().anyMatch(leaving -> leaving.services().contains(pool.name()));
    }
}
