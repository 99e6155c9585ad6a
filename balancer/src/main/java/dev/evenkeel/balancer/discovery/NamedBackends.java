package dev.evenkeel.balancer.discovery;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.MembersConfig;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backends of a configuration that has host names among them: in its order, each name replaced by what it stands for.
 * What needs no lookup is delivered at once, by the thread that starts, the rest on the event loop.
 */
final class NamedBackends implements DiscoverySource {
    private final EventLoop loop;
    private final List<HostWatch> watches = new ArrayList<>();
    private final List<Supplier<List<BackendSpec>>> parts = new ArrayList<>();
    private @Nullable Listener listener;

    NamedBackends(MembersConfig members, HostLookup lookup, EventLoop loop) {
        this.loop = loop;
        for (BackendConfig backend : members.backends()) {
            if (backend.address() instanceof Address.Host) {
                HostWatch watch = new HostWatch(backend, members, lookup, loop, this::deliver);
                watches.add(watch);
                parts.add(watch::found);
            } else {
                List<BackendSpec> fixed = List.of(FixedBackends.spec(backend));
                parts.add(() -> fixed);
            }
        }
    }

    /** Begins with what another source has found of the same hosts. */
    void beginWith(NamedBackends other) {
        for (HostWatch watch : watches) {
            other.watches.stream().filter(watch::sameHost).findFirst().ifPresent(watch::beginWith);
        }
    }

    @Override
    public void start(Listener hearing) {
        listener = hearing;
        deliver();
        loop.execute(() -> watches.forEach(HostWatch::look));
    }

    private void deliver() {
        Listener hearing = listener;
        if (hearing == null) {
            return;
        }
        hearing.discovered(parts.stream().flatMap(part -> part.get().stream()).toList());
        String problems = watches.stream()
                .map(HostWatch::problem)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            hearing.failed(problems);
        }
    }

    @Override
    public void close() {
        loop.execute(() -> watches.forEach(HostWatch::stop));
    }
}
