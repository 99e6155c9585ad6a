package dev.evenkeel.balancer.discovery;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.Derived;
import dev.evenkeel.balancer.config.Endpoints;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Backends that the configuration gives with their addresses: delivered once, by the thread that starts. */
final class FixedBackends implements DiscoverySource {
    private final Derived<BackendConfig, BackendSpec> backends;

    FixedBackends(List<BackendConfig> backends) {
        this(backends, Derived.none());
    }

    private FixedBackends(List<BackendConfig> configs, Derived<BackendConfig, BackendSpec> before) {
        backends = before.next(configs, index -> spec(configs.get(index)));
    }

    /** Other backends, of which those that are the same are described as before. */
    FixedBackends next(List<BackendConfig> configs) {
        return new FixedBackends(configs, backends);
    }

    /**
     * A backend of which the address needs no lookup.
     *
     * @throws IllegalArgumentException if it does
     */
    static BackendSpec spec(BackendConfig config) {
        return new BackendSpec(
                config.name(),
                new Endpoints<>(socketAddress(config.address()), checkAddress(config)),
                config.weight(),
                config.maxConnections(),
                config.backup(),
                config.state());
    }

    /** Where checks ask, if not where requests go. */
    static @Nullable SocketAddress checkAddress(BackendConfig config) {
        Address address = config.endpoints().checks();
        return address == null ? null : socketAddress(address);
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
        listener.discovered(backends.values());
    }

    @Override
    public void close() {}
}
