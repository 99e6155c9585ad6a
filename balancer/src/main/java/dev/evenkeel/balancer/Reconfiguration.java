package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.AdminConfig;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.LogConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.config.RuntimeConfig;
import dev.evenkeel.balancer.control.Drain;
import dev.evenkeel.balancer.control.DrainTarget;
import dev.evenkeel.balancer.control.Reconfigurable;
import dev.evenkeel.balancer.event.Origin;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets the live objects of a daemon follow its configuration. */
final class Reconfiguration implements Reconfigurable {
    private final Assembly assembly;

    /** What the daemon started with, and runs with until it is started again. */
    private final @Nullable AdminConfig admin;

    private final RuntimeConfig runtime;
    private final LogConfig log;

    private final Clock clock = Clock.systemUTC();
    private int drains;

    Reconfiguration(Assembly assembly) {
        this.assembly = assembly;
        EvenkeelConfig started = assembly.config();
        admin = started.admin();
        runtime = started.runtime();
        log = started.log();
    }

    @Override
    public List<String> apply(EvenkeelConfig next, Origin origin) throws IOException {
        List<String> restart = needingRestart(next);
        assembly.apply(next, origin);
        return restart;
    }

    @Override
    public Drain drain(String pool, String backend, @Nullable Duration deadline) {
        LivePool live = requireNonNull(assembly.pool(pool), "pool");
        drains++;
        return new Drain(
                "drain-" + drains,
                new DrainTarget(pool, backend, live.pool().named(backend)),
                live.service()::cut,
                clock.instant(),
                deadline);
    }

    @Override
    public void tidy() {
        assembly.sweep();
    }

    private List<String> needingRestart(EvenkeelConfig next) {
        var sentences = new ArrayList<String>();
        needsRestart(sentences, "admin", admin, next.admin());
        needsRestart(sentences, "runtime", runtime, next.runtime());
        needsRestart(sentences, "log and access-log", log, next.log());
        return List.copyOf(sentences);
    }

    private static void needsRestart(
            List<String> sentences, String block, @Nullable Object now, @Nullable Object next) {
        if (!Objects.equals(now, next)) {
            sentences.add(block + ": changed, which takes effect at the next start of the daemon only.");
        }
    }

    @Override
    public List<String> plan(EvenkeelConfig next) {
        EvenkeelConfig now = assembly.config();
        var plan = new ArrayList<String>();
        compare(plan, "pools.", now.pools(), next.pools(), Reconfiguration::changeOfPool);
        compare(plan, "services.", now.services(), next.services(), (was, is) -> "changed; no connection is touched");
        compare(plan, "listeners.", now.listeners(), next.listeners(), Reconfiguration::changeOfListener);
        plan.addAll(needingRestart(next));
        return List.copyOf(plan);
    }

    private interface Describing<T> {
        String describe(T was, T is);
    }

    private static <T> void compare(
            List<String> plan, String prefix, Map<String, T> now, Map<String, T> next, Describing<T> changed) {
        next.forEach((name, is) -> {
            T was = now.get(name);
            if (was == null) {
                plan.add(prefix + name + ": added.");
            } else if (!was.equals(is)) {
                plan.add(prefix + name + ": " + changed.describe(was, is) + ".");
            }
        });
        now.keySet().stream()
                .filter(name -> !next.containsKey(name))
                .forEach(name -> plan.add(prefix + name + ": removed; what is under way there finishes."));
    }

    private static String changeOfPool(PoolConfig was, PoolConfig is) {
        Map<String, BackendConfig> before = byName(was);
        Map<String, BackendConfig> after = byName(is);
        var parts = new ArrayList<String>();
        after.forEach((name, backend) -> {
            BackendConfig old = before.get(name);
            if (!backend.equals(old)) {
                parts.add("backend " + name + (old == null ? " added" : " changed"));
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> parts.add("backend " + name + " removed, its idle connections closed"));
        return parts.isEmpty() ? "settings changed; no connection is touched" : String.join(", ", parts);
    }

    private static Map<String, BackendConfig> byName(PoolConfig pool) {
        var backends = new LinkedHashMap<String, BackendConfig>();
        pool.members().backends().forEach(backend -> backends.put(backend.name(), backend));
        return backends;
    }

    private static String changeOfListener(ListenerConfig was, ListenerConfig is) {
        return was.bind().equals(is.bind())
                ? "settings changed; no connection is touched"
                : "listens at " + is.bind() + " in place of " + was.bind() + "; open connections stay";
    }
}
