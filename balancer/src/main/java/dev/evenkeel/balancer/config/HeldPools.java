package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pools of configurations that are in use. What is written as before is not decoded again; what is decoded again and is the
 * same is that same object: thousands of pools are not held twice after a reload, nor made anew what was made of a backend
 * that stayed.
 */
final class HeldPools {
    static final HeldPools NONE = new HeldPools(null, List.of());

    private final @Nullable ConfigFile file;
    private final List<Map<String, PoolConfig>> configs;

    private HeldPools(@Nullable ConfigFile file, List<Map<String, PoolConfig>> configs) {
        this.file = file;
        this.configs = configs;
    }

    /**
     * Those of a file and of what is in use.
     *
     * @param inUse what came of the file, or of one before, with live changes
     */
    static HeldPools of(ConfigFile file, EvenkeelConfig inUse) {
        return new HeldPools(file, List.of(inUse.pools(), file.config().pools()));
    }

    /** What came of a pool that was written like this; null if it was not, or may mean something else now. */
    @Nullable
    PoolConfig writtenAs(String name, @Nullable ConfigValue written) {
        ConfigObject before = file == null ? null : file.block(Resource.pool(name));
        if (file == null || before == null || written == null || !Written.alike(before, written)) {
            return null;
        }
        PoolConfig decoded = file.config().pools().get(name);
        return decoded == null || namesFiles(decoded) ? null : decoded;
    }

    /** A relative path means another file if it is written in another folder. */
    private static boolean namesFiles(PoolConfig pool) {
        for (BackendConfig backend : pool.members().backends()) {
            if (backend.address() instanceof Address.Unix || backend.endpoints().checks() instanceof Address.Unix) {
                return true;
            }
        }
        return false;
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
