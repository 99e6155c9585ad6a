package dev.evenkeel.balancer.discovery;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks the hosts file, then DNS: for A and AAAA records, with the system's name servers and search domains, over TCP when
 * an answer does not fit.
 *
 * <p>A name in the hosts file has no TTL; the longest that is allowed is used. {@code localhost} always has an address
 * (RFC 6761 §6.3).
 */
final class DnsLookup implements HostLookup {
    private static final int TRIES_IN_TIME = 3;

    private final EventLoop loop;
    private final Duration timeout;
    private final Duration hostsTtl;
    private final DnsServerAddressStreamProvider servers;

    /**
     * A lookup by the system's name servers.
     *
     * @param loop a NIO event loop
     * @param timeout how long a lookup may take, whatever it needs
     * @param hostsTtl how long the hosts file is believed
     */
    DnsLookup(EventLoop loop, Duration timeout, Duration hostsTtl) {
        this(loop, timeout, hostsTtl, DnsServerAddressStreamProviders.platformDefault());
    }

    DnsLookup(EventLoop loop, Duration timeout, Duration hostsTtl, DnsServerAddressStreamProvider servers) {
        this.loop = loop;
        this.timeout = timeout;
        this.hostsTtl = hostsTtl;
        this.servers = servers;
    }

    @Override
    public Future<HostAddresses> lookup(String name) {
        TtlRecorder ttl = new TtlRecorder();
        DnsNameResolver resolver = newResolver(ttl);
        Promise<HostAddresses> result = loop.newPromise();
        Future<?> timer = loop.schedule(
                () -> result.tryFailure(new UnknownHostException("no answer within " + timeout.toMillis() + " ms")),
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
        resolver.resolveAll(name).addListener((Future<List<InetAddress>> found) -> {
            timer.cancel(false);
            if (found.isSuccess()) {
                result.trySuccess(new HostAddresses(found.getNow(), ttl.shortestOr(hostsTtl)));
            } else if (name.equals("localhost")) {
                result.trySuccess(new HostAddresses(List.of(NetUtil.LOCALHOST), hostsTtl));
            } else {
                result.tryFailure(found.cause());
            }
        });
        result.addListener(ended -> resolver.close());
        return result;
    }

    private DnsNameResolver newResolver(TtlRecorder ttl) {
        return new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .hostsFileEntriesResolver(new DefaultHostsFileEntriesResolver())
                .nameServerProvider(servers)
                .queryTimeoutMillis(Math.max(1, timeout.toMillis() / TRIES_IN_TIME))
                .resolveCache(ttl)
                .cnameCache(ttl.forAliases())
                .build();
    }
}
