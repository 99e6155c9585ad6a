package dev.evenkeel.balancer.discovery;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.MembersConfig;
import dev.evenkeel.balancer.config.ResolveConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sources of all pools. Host names are looked up on a thread of its own, which exists once a pool has one, so
 * that reading the hosts file delays no request. For one thread.
 */
public final class Discovery implements AutoCloseable {
    private static final long LONGEST_STOP_SECONDS = 2;

    private final Set<DiscoverySource> sources = new LinkedHashSet<>();
    private @Nullable EventLoopGroup lookups;

    /** The source of a pool's backends; not yet started. */
    public DiscoverySource source(MembersConfig members) {
        DiscoverySource source = make(members);
        sources.add(source);
        return source;
    }

    private DiscoverySource make(MembersConfig members) {
        return hasNames(members)
                ? new NamedBackends(members, newLookup(members.resolve()), lookupLoop())
                : new FixedBackends(members.backends());
    }

    /** A source in place of another, which is closed; not yet started. What that one has found of a host is kept. */
    public DiscoverySource replace(DiscoverySource old, MembersConfig members) {
        DiscoverySource source = next(old, members);
        sources.add(source);
        close(old);
        return source;
    }

    private DiscoverySource next(DiscoverySource old, MembersConfig members) {
        if (old instanceof FixedBackends before && !hasNames(members)) {
            return before.next(members.backends());
        }
        DiscoverySource source = make(members);
        if (source instanceof NamedBackends named && old instanceof NamedBackends before) {
            named.beginWith(before);
        }
        return source;
    }

    /** Stops a source. */
    public void close(DiscoverySource source) {
        source.close();
        sources.remove(source);
    }

    private static boolean hasNames(MembersConfig members) {
        for (BackendConfig backend : members.backends()) {
            if (backend.address() instanceof Address.Host) {
                return true;
            }
        }
        return false;
    }

    private HostLookup newLookup(ResolveConfig resolve) {
        return new DnsLookup(lookupLoop(), resolve.timeout(), resolve.maxTtl());
    }

    private EventLoop lookupLoop() {
        EventLoopGroup group = lookups;
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("evenkeel-lookup", true), NioIoHandler.newFactory());
            lookups = group;
        }
        return group.next();
    }

    /** Stops all sources. */
    @Override
    public void close() {
        sources.forEach(DiscoverySource::close);
        sources.clear();
        if (lookups != null) {
            lookups.shutdownGracefully(0, LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
                    .awaitUninterruptibly(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
            lookups = null;
        }
    }
}
