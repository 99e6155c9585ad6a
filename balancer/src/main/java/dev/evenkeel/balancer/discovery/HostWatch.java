package dev.evenkeel.balancer.discovery;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.Endpoints;
import dev.evenkeel.balancer.config.MembersConfig;
import dev.evenkeel.balancer.config.ResolveConfig;
import dev.evenkeel.balancer.config.ResolvedId;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host name of the configuration: each address that it has is a backend. It is looked up again when the TTL of the last
 * answer ends, and after failures ever less often; meanwhile the last good answer holds. For one event loop.
 */
final class HostWatch {
    private final BackendConfig config;
    private final Address.Host host;
    private final Map<String, BackendConfig> ofAddresses;
    private final ResolveConfig resolve;
    private final HostLookup lookup;
    private final EventLoop loop;
    private final Runnable changed;
    private volatile List<InetAddress> addresses = List.of();
    private @Nullable String problem;
    private Duration retryDelay;
    private boolean stopped;

    /**
     * Nothing is looked up yet.
     *
     * @param config a backend of which the address is a host name
     * @param members what it is one of
     * @param changed hears that other backends were found, or another problem
     */
    HostWatch(BackendConfig config, MembersConfig members, HostLookup lookup, EventLoop loop, Runnable changed) {
        this.config = config;
        this.host = (Address.Host) config.address();
        ofAddresses = members.ofAddresses();
        resolve = members.resolve();
        this.lookup = lookup;
        this.loop = loop;
        this.changed = changed;
        problem = host.name() + ": not looked up yet";
        retryDelay = resolve.minTtl();
    }

    /** The backends of the last good answer. */
    List<BackendSpec> found() {
        return addresses.stream().map(this::spec).toList();
    }

    /** Whether it watches the same host as another. */
    boolean sameHost(HostWatch other) {
        return host.name().equals(other.host.name());
    }

    /** Begins with what another found of the same host, so that no backend goes missing until the first answer. */
    void beginWith(HostWatch other) {
        addresses = other.addresses;
    }

    /** Why there is none, or none newer; null if the last lookup succeeded. */
    @Nullable
    String problem() {
        return problem;
    }

    void look() {
        if (!stopped) {
            lookup.lookup(host.name()).addListener(this::ended);
        }
    }

    void stop() {
        stopped = true;
    }

    private void ended(Future<? super HostAddresses> answer) {
        if (stopped) {
            return;
        }
        if (answer.isSuccess()) {
            succeeded((HostAddresses) answer.getNow());
        } else {
            failed(answer.cause());
        }
    }

    private void succeeded(HostAddresses answer) {
        retryDelay = resolve.minTtl();
        lookAgainIn(clamp(answer.ttl()));
        update(sorted(answer.addresses()), null);
    }

    private void failed(Throwable cause) {
        lookAgainIn(retryDelay);
        retryDelay = clamp(retryDelay.multipliedBy(2));
        update(addresses, host.name() + ": " + Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    }

    private void update(List<InetAddress> found, @Nullable String why) {
        boolean same = found.equals(addresses) && Objects.equals(why, problem);
        addresses = found;
        problem = why;
        if (!same) {
            changed.run();
        }
    }

    private void lookAgainIn(Duration delay) {
        Future<?> unused = loop.schedule(this::look, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Duration clamp(Duration time) {
        Duration atLeast = time.compareTo(resolve.minTtl()) < 0 ? resolve.minTtl() : time;
        return atLeast.compareTo(resolve.maxTtl()) > 0 ? resolve.maxTtl() : atLeast;
    }

    /** Sorted: name servers rotate their answers, which is no change. */
    private static List<InetAddress> sorted(List<InetAddress> answer) {
        return answer.stream()
                .distinct()
                .sorted((one, other) -> Arrays.compareUnsigned(one.getAddress(), other.getAddress()))
                .toList();
    }

    private BackendSpec spec(InetAddress address) {
        String id = ResolvedId.of(config.name(), address);
        BackendConfig settings = ofAddresses.getOrDefault(id, config);
        return new BackendSpec(
                id,
                new Endpoints<>(new InetSocketAddress(address, host.port()), FixedBackends.checkAddress(settings)),
                settings.weight(),
                settings.maxConnections(),
                settings.backup(),
                settings.state());
    }
}
