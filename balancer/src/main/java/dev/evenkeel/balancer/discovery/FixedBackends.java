package dev.evenkeel.balancer.discovery;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** Backends that the configuration gives with their addresses: delivered once, by the thread that starts. */
final class FixedBackends implements DiscoverySource {
    private final List<BackendSpec> backends;

    FixedBackends(List<BackendConfig> backends) {
        this.backends = backends.stream().map(FixedBackends::spec).toList();
    }

    /**
     * A backend of which the address needs no lookup.
     *
     * @throws IllegalArgumentException if it does
     */
    static BackendSpec spec(BackendConfig config) {
        return new BackendSpec(
                config.name(),
                socketAddress(config.address()),
                config.weight(),
                config.maxConnections(),
                config.backup(),
                config.state());
    }

    private static SocketAddress socketAddress(Address address) {
        if (address instanceof Address.Ip ip) {
            return new InetSocketAddress(ip.ip(), ip.port());
        }
        if (address instanceof Address.Unix unix) {
            return new DomainSocketAddress(unix.path());
        }
        throw new IllegalArgumentException("address: " + address + " (expected: no host name)");
    }

    @Override
    public void start(Listener listener) {
        listener.discovered(backends);
    }

    @Override
    public void close() {}
}
