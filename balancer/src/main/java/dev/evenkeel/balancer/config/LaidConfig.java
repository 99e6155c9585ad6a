package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds: a file with live changes laid over it. The next change of a pool or backend decodes that pool alone, and of its
 * backends only those that it touches, by the same code that decodes files; if it finds anything wrong, the whole is decoded
 * and says what. Immutable, safe from any thread.
 */
public final class LaidConfig {
    private final ConfigFile file;
    private final Overlay overlay;
    private final EvenkeelConfig config;

    /** Those that were changed since the whole was decoded. */
    private final Map<String, LaidPool> pools;

    private LaidConfig(ConfigFile file, Overlay overlay, EvenkeelConfig config, Map<String, LaidPool> pools) {
        this.file = requireNonNull(file, "file");
        this.overlay = requireNonNull(overlay, "overlay");
        this.config = requireNonNull(config, "config");
        this.pools = pools;
    }

    /**
     * What was decoded as a whole.
     *
     * @param config what came of the file with the overlay
     */
    public static LaidConfig of(ConfigFile file, Overlay overlay, EvenkeelConfig config) {
        return new LaidConfig(file, overlay, config, Map.of());
    }

    public ConfigFile file() {
        return file;
    }

    public Overlay overlay() {
        return overlay;
    }

    public EvenkeelConfig config() {
        return config;
    }

    /**
     * What holds with a change in place of what was changed of the same resource before.
     *
     * @param change null for none any more
     * @throws BadChangeException if it makes no good configuration
     */
    public LaidConfig with(Resource resource, @Nullable LiveChange change) throws BadChangeException {
        Overlay next = change == null ? overlay.without(resource) : overlay.with(change);
        PoolConfig pool = resource.kind() == Resource.Kind.LISTENER
                ? null
                : config.pools().get(resource.owner());
        LaidPool changed = pool == null ? null : laid(pool).next(next);
        return changed == null ? whole(next) : with(next, changed);
    }

    /** Whether the address of a backend is a host name, which stands for as many addresses as it has. */
    public boolean isHostName(Resource backend) {
        return new ResolvedBackends(file, overlay).isHostName(backend);
    }

    /** Of which addresses of a host name something is changed though its entry is gone; none of any other resource. */
    public List<Resource> orphansOf(Resource entry) {
        var resolved = new ResolvedBackends(file, overlay);
        return overlay.ofBackends(entry.owner()).stream()
                .map(LiveChange::resource)
                .filter(backend ->
                        ResolvedId.isAddressOf(backend.backend(), entry.backend()) && resolved.entryOf(backend) == null)
                .toList();
    }

    /**
     * The entry with the host name of which a backend is an address; null if it is none. What the entry says holds for the
     * address too, as long as nothing else was set for it.
     */
    public @Nullable Resource entryOf(Resource backend) {
        return new ResolvedBackends(file, overlay).entryOf(backend);
    }

    /** What holds of a key of a resource, live or in the file, as it was written; null if nothing is said. */
    public @Nullable String value(Resource resource, String key) {
        return new ResolvedBackends(file, overlay).value(resource, key);
    }

    private LaidPool laid(PoolConfig pool) {
        LaidPool known = pools.get(pool.name());
        return known == null ? LaidPool.of(file, overlay, pool) : known;
    }

    private LaidConfig with(Overlay next, LaidPool changed) {
        String name = changed.config().name();
        var nextPools = new HashMap<>(pools);
        nextPools.put(name, changed);
        var configs = new LinkedHashMap<>(config.pools());
        configs.put(name, changed.config());
        return new LaidConfig(file, next, config.withPools(Collections.unmodifiableMap(configs)), nextPools);
    }

    private LaidConfig whole(Overlay next) throws BadChangeException {
        LoadResult result = file.with(next, config);
        if (result instanceof LoadResult.Loaded loaded) {
            return of(file, next, loaded.config());
        }
        throw new BadChangeException(result.problems());
    }
}
