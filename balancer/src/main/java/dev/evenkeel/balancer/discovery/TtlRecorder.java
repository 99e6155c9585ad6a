package dev.evenkeel.balancer.discovery;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsCnameCache;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the resolver keeps its caches, and remembers nothing but the shortest TTL that went by, those of aliases on
 * the way included. The resolver tells its caches alone of TTLs. For one lookup, on its event loop.
 */
final class TtlRecorder implements DnsCache {
    private long shortestSeconds = Long.MAX_VALUE;

    /** The shortest TTL there was, or the given one if there was none. */
    Duration shortestOr(Duration otherwise) {
        return shortestSeconds == Long.MAX_VALUE ? otherwise : Duration.ofSeconds(shortestSeconds);
    }

    /** The same for the aliases on the way to an address. */
    DnsCnameCache forAliases() {
        return new DnsCnameCache() {
            @Override
            public @Nullable String get(String hostname) {
                return null;
            }

            @Override
            public void cache(String hostname, String cname, long ttl, EventLoop loop) {
                record(ttl);
            }

            @Override
            public void clear() {}

            @Override
            public boolean clear(String hostname) {
                return false;
            }
        };
    }

    private void record(long seconds) {
        shortestSeconds = Math.min(shortestSeconds, seconds);
    }

    @Override
    public DnsCacheEntry cache(
            String hostname, DnsRecord[] additionals, InetAddress address, long originalTtl, EventLoop loop) {
        record(originalTtl);
        return new Entry(address, null);
    }

    @Override
    public DnsCacheEntry cache(String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        return new Entry(null, cause);
    }

    @Override
    public List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
        return List.of();
    }

    @Override
    public void clear() {}

    @Override
    public boolean clear(String hostname) {
        return false;
    }

    private record Entry(
            @Nullable InetAddress address, @Nullable Throwable cause) implements DnsCacheEntry {}
}
