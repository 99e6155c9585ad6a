package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pools of configurations that are in use. What is decoded again and is the same is that same object: thousands of pools are
 * not held twice after a reload, nor made anew what was made of a backend that stayed.
 */
final class HeldPools {
    static final HeldPools NONE = new HeldPools(List.of());

    private final List<Map<String, PoolConfig>> configs;

    private HeldPools(List<Map<String, PoolConfig>> configs) {
        this.configs = configs;
    }

    static HeldPools of(EvenkeelConfig config) {
        return new HeldPools(List.of(config.pools()));
    }

    /** Those of two configurations; the first comes first. */
    static HeldPools of(EvenkeelConfig first, EvenkeelConfig second) {
        return new HeldPools(List.of(first.pools(), second.pools()));
    }

    /** The pool that is held already and equals this one; else this one, with those of its backends that are held already. */
    PoolConfig held(PoolConfig decoded) {
        PoolConfig before = null;
        for (Map<String, PoolConfig> pools : configs) {
            PoolConfig pool = pools.get(decoded.name());
            if (decoded.equals(pool)) {
                return requireNonNull(pool);
            }
            before = before == null ? pool : before;
        }
        return before == null
                ? decoded
                : decoded.with(decoded.members()
                        .with(sharing(
                                decoded.members().backends(), before.members().backends())));
    }

    private static List<BackendConfig> sharing(List<BackendConfig> decoded, List<BackendConfig> before) {
        var known = new HashMap<String, BackendConfig>(2 * before.size());
        before.forEach(backend -> known.put(backend.name(), backend));
        return decoded.stream()
                .map(backend -> held(backend, known.get(backend.name())))
                .toList();
    }

    private static BackendConfig held(BackendConfig decoded, @Nullable BackendConfig before) {
        return before != null && before.equals(decoded) ? before : decoded;
    }
}
