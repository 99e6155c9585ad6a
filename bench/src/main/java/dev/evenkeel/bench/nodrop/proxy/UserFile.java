package dev.evenkeel.bench.nodrop.proxy;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.BackendTimeoutsConfig;
import dev.evenkeel.balancer.config.CheckKind;
import dev.evenkeel.balancer.config.ChecksConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.LoadResult;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.config.Problem;
import dev.evenkeel.bench.nodrop.load.Target;
import dev.evenkeel.bench.nodrop.origin.Greeting;
import dev.evenkeel.bench.rig.FreePorts;
import dev.evenkeel.bench.rig.RigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a user wants to see tested: its pools get our origins, its listeners ports of the loopback address,
 * and from its routes follows what clients have to ask for.
 */
public final class UserFile {
    private final Path path;
    private final EvenkeelConfig config;
    private final Map<String, Integer> listenerPorts = new LinkedHashMap<>();
    private final Map<String, PoolSpec> pools = new LinkedHashMap<>();

    private UserFile(Path path, EvenkeelConfig config) {
        this.path = path;
        this.config = config;
        Iterator<Integer> ports = FreePorts.findLasting(portsNeeded(config)).iterator();
        config.listeners().keySet().forEach(name -> listenerPorts.put(name, ports.next()));
        config.pools().values().forEach(pool -> pools.put(pool.name(), spec(pool, ports)));
    }

    /** Reads the file; all that is wrong with it is in the exception. */
    public static UserFile read(Path path) {
        LoadResult result = ConfigLoader.load(path.toAbsolutePath());
        if (!result.problems().isEmpty()) {
            throw new RigException(
                    result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return new UserFile(path.toAbsolutePath(), result.orElseThrow());
    }

    private static int portsNeeded(EvenkeelConfig config) {
        return config.listeners().size()
                + config.pools().values().stream()
                        .mapToInt(pool -> pool.members().backends().size() + 1)
                        .sum();
    }

    private static PoolSpec spec(PoolConfig pool, Iterator<Integer> ports) {
        List<Member> members = new ArrayList<>();
        for (BackendConfig backend : pool.members().backends()) {
            members.add(new Member(ports.next(), backend.weight(), backend.backup(), backend.maxConnections()));
        }
        BackendTimeoutsConfig timeouts = pool.upstream().timeouts();
        return new PoolSpec(
                pool.name(),
                pool.policy().name(),
                members,
                ports.next(),
                greeting(pool),
                new PoolSpec.Timeouts(
                        timeouts.connect(),
                        timeouts.firstByte(),
                        timeouts.idle(),
                        pool.queue().timeout()),
                pool.queue().length());
    }

    private static Greeting greeting(PoolConfig pool) {
        ChecksConfig checks = pool.members().health().checks();
        if (checks == null) {
            return new Greeting(200, "ok");
        }
        if (checks.port() != null) {
            throw new RigException("pools." + pool.name() + ".health.port: " + checks.port()
                    + " (expected: no port of its own, for the origins of this suite have one port each)");
        }
        for (BackendConfig backend : pool.members().backends()) {
            if (backend.endpoints().checks() != null) {
                throw new RigException("pools." + pool.name() + ", backend " + backend.name() + ", check-address: "
                        + backend.endpoints().checks()
                        + " (expected: none, for the origins of this suite have one address each)");
            }
        }
        if (checks.kind() instanceof CheckKind.Http http) {
            String body = http.expectBody();
            return new Greeting(statusIn(http), body == null ? "ok" : body);
        }
        return new Greeting(200, "ok");
    }

    private static int statusIn(CheckKind.Http http) {
        int status = 200;
        while (!http.expectStatus().contains(status)) {
            status++;
        }
        return status;
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** What a bearer of the admin API has to show. */
    @Nullable
    String token() {
        return config.admin() == null ? null : config.admin().token();
    }

    /** The pools to which a target leads, by name. */
    public Map<String, PoolSpec> pools() {
        Map<String, PoolSpec> reached = new LinkedHashMap<>();
        for (Target target : targets()) {
            reached.putIfAbsent(target.pool(), spec(target.pool()));
        }
        return reached;
    }

    private PoolSpec spec(String name) {
        PoolSpec spec = pools.get(name);
        if (spec == null) {
            throw new IllegalArgumentException("pool: " + name + " (expected: one of " + pools.keySet() + ")");
        }
        return spec;
    }

    /** All pools of the file, also those that no route leads to. */
    public List<PoolSpec> allPools() {
        return List.copyOf(pools.values());
    }

    /** The port of each listener. */
    public Map<String, Integer> listenerPorts() {
        return Map.copyOf(listenerPorts);
    }

    /** How to reach each pool through each listener, where a route leads there. */
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (ListenerConfig listener : config.listeners().values()) {
            Integer port = listenerPorts.get(listener.name());
            if (port != null) {
                targets.addAll(Routes.targets(listener, port, pools.keySet()));
            }
        }
        return targets;
    }
}
