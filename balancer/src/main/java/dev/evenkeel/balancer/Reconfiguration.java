package dev.evenkeel.balancer;

import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.control.Drain;
import dev.evenkeel.balancer.control.Reconfigurable;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.pool.Backend;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets the live objects of a daemon follow its configuration. */
final class Reconfiguration implements Reconfigurable {
    private final Assembly assembly;
    private final Clock clock = Clock.systemUTC();
    private int drains;

    Reconfiguration(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public List<String> apply(EvenkeelConfig next, Origin origin) throws IOException {
        List<String> restart = needingRestart(next);
        assembly.apply(next, origin);
        return restart;
    }

    @Override
    public @Nullable Drain drain(String pool, String backend, @Nullable Duration deadline) {
        LivePool live = assembly.pool(pool);
        Backend found = live == null ? null : live.backend(backend);
        if (live == null || found == null) {
            return null;
        }
        drains++;
        return new Drain("drain-" + drains, pool, found, live.service()::cut, clock.instant(), deadline);
    }

    @Override
    public void tidy() {
        assembly.sweep();
    }

    private List<String> needingRestart(EvenkeelConfig next) {
        EvenkeelConfig now = assembly.config();
        var sentences = new ArrayList<String>();
        needsRestart(sentences, "admin", now.admin(), next.admin());
        needsRestart(sentences, "runtime", now.runtime(), next.runtime());
        needsRestart(sentences, "log and access-log", now.log(), next.log());
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
        var before = was.members().backends();
        var after = is.members().backends();
        var parts = new ArrayList<String>();
        after.stream()
                .filter(backend -> !before.contains(backend))
                .forEach(backend -> parts.add(
                        (before.stream().anyMatch(old -> old.name().equals(backend.name()))
                                ? "backend " + backend.name() + " changed"
                                : "backend " + backend.name() + " added")));
        before.stream()
                .filter(backend -> after.stream().noneMatch(next -> next.name().equals(backend.name())))
                .forEach(backend -> parts.add("backend " + backend.name() + " removed, its idle connections closed"));
        return parts.isEmpty() ? "settings changed; no connection is touched" : String.join(", ", parts);
    }

    private static String changeOfListener(ListenerConfig was, ListenerConfig is) {
        return was.bind().equals(is.bind())
                ? "settings changed; no connection is touched"
                : "listens at " + is.bind() + " in place of " + was.bind() + "; open connections stay";
    }
}
