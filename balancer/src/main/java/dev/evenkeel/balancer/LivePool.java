package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.MembersConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.discovery.Discovery;
import dev.evenkeel.balancer.discovery.DiscoverySource;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.service.proxy.ProxyService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool with where its backends come from and what sends requests to them. Changed by one thread at a time. */
final class LivePool {
    private final Pool pool;
    private final ProxyService service;
    private final Discovery discovery;
    private @Nullable DiscoverySource source;

    LivePool(Pool pool, Loops loops, Discovery discovery) {
        this.pool = requireNonNull(pool, "pool");
        this.discovery = requireNonNull(discovery, "discovery");
        service = new ProxyService(pool, loops.all(), loops.transport());
    }

    String name() {
        return pool.name();
    }

    Pool pool() {
        return pool;
    }

    ProxyService service() {
        return service;
    }

    /** Takes its backends from these members from now on, as somebody wishes. */
    void follow(MembersConfig members, Origin origin) {
        DiscoverySource next = source == null ? discovery.source(members) : discovery.replace(source, members);
        source = next;
        pool.follow(next, origin);
    }

    void reconfigure(PoolConfig next, Origin origin) {
        boolean sameMembers = pool.config().members().equals(next.members());
        pool.reconfigure(next);
        if (!sameMembers) {
            follow(next.members(), origin);
        }
    }

    /** Whether a request is under way that was routed before this call. Blocks. */
    boolean inUse() {
        return service.inUse();
    }

    /** Lets go of all backends. */
    void retire() {
        if (source != null) {
            discovery.close(source);
            source = null;
        }
        pool.apply(List.of(), Origin.FILE);
        pool.stopHealth();
    }
}
