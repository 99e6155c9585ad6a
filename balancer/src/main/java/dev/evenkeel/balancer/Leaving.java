package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.net.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What was removed and is in use still: the listeners, each until its last connection has closed, and the pools, each until
 * no request uses it any more and none can come, for a listener that was removed routes as before what comes on its last
 * connections. For one thread, which may block; {@link #listeners} is for any.
 */
final class Leaving {
    private final Loops loops;
    private final List<LivePool> pools = new ArrayList<>();
    private final List<LeavingListener> listeners = new CopyOnWriteArrayList<>();

    /** A listener that accepts nothing any more, and the names of what it routes to. */
    private record LeavingListener(Listener listener, Set<String> services) {}

    /**
     * @param loops on which the requests come
     */
    Leaving(Loops loops) {
        this.loops = requireNonNull(loops, "loops");
    }

    /** The listeners. Some may have no connection any more. */
    List<Listener> listeners() {
        return listeners.stream().map(LeavingListener::listener).toList();
    }

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
        listeners.add(new LeavingListener(
                listener, config.routes().stream().map(RouteConfig::service).collect(Collectors.toSet())));
    }

    /**
     * Lets go of those pools that have come to their end. What a removed listener accepted last is a connection of its loop
     * once that has taken a turn.
     */
    void sweep(Consumer<LivePool> retire) {
        if ((pools.isEmpty() && listeners.isEmpty()) || !loops.awaitTurn()) {
            return;
        }
        listeners.removeIf(leaving -> leaving.listener().openConnections() == 0);
        pools.removeIf(pool -> {
            if (reachable(pool) || pool.inUse()) {
                return false;
            }
            retire.accept(pool);
            return true;
        });
    }

    private boolean reachable(LivePool pool) {
        return listeners.stream().anyMatch(leaving -> leaving.services().contains(pool.name()));
    }
}
