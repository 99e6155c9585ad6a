package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Live changes of single addresses of a host name. Each is laid over what holds for the name's entry, and decoded as that
 * is; whether the name has the address at the moment is not asked.
 */
final class ResolvedBackends {
    private static final ConfigObject EMPTY = ConfigFactory.empty().root();

    private final ConfigFile file;
    private final Overlay overlay;

    ResolvedBackends(ConfigFile file, Overlay overlay) {
        this.file = file;
        this.overlay = overlay;
    }

    /** The entry with the host name of which a backend is an address; null if it is none. */
    @Nullable
    Resource entryOf(Resource backend) {
        String id = ResolvedId.entryOf(backend.backend());
        if (id == null || file.has(backend) || isAdded(overlay.of(backend))) {
            return null;
        }
        Resource entry = Resource.backend(backend.owner(), id);
        return isHostName(entry) ? entry : null;
    }

    /** Whether the address of an entry is a host name. */
    boolean isHostName(Resource entry) {
        return isHost(value(entry, "address"));
    }

    private static boolean isAdded(@Nullable LiveChange change) {
        return change != null && change.presence() == LiveChange.Presence.ADDED;
    }

    private static boolean isHost(@Nullable String address) {
        try {
            return address != null && Address.parse(address) instanceof Address.Host;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What holds of a key of an entry, live or in the file; null if nothing is said. */
    @Nullable
    String value(Resource entry, String key) {
        LiveChange change = overlay.of(entry);
        LiveValue value = change == null ? null : change.values().get(key);
        return value == null ? file.value(entry, key) : value.live();
    }

    /** A configuration with the changed addresses in its pools; mistakes in them are among the problems of the files. */
    EvenkeelConfig laid(EvenkeelConfig config, HoconFiles files) {
        var pools = new LinkedHashMap<>(config.pools());
        overlay.ofBackends()
                .forEach((name, changes) -> pools.computeIfPresent(name, (same, pool) -> laid(pool, changes, files)));
        return config.withPools(Collections.unmodifiableMap(pools));
    }

    /**
     * A pool with its changed addresses.
     *
     * @param changes those of all its backends, or as many of them as are not of entries
     */
    PoolConfig laid(PoolConfig pool, List<LiveChange> changes, HoconFiles files) {
        var changed = new LinkedHashMap<String, BackendConfig>();
        for (LiveChange change : changes) {
            Resource entry = isAdded(change) ? null : entryOf(change.resource());
            if (entry != null) {
                BackendConfig decoded = decode(entry, change, pool.members().maxConnections(), files);
                if (decoded != null) {
                    changed.put(change.resource().backend(), decoded);
                }
            }
        }
        return changed.isEmpty() ? pool : pool.with(pool.members().with(changed));
    }

    private @Nullable BackendConfig decode(Resource entry, LiveChange change, int maxConnections, HoconFiles files) {
        ConfigObject block = OverlayMerge.laid(block(entry), change);
        return BackendsDecoder.backend(Section.alone(files, "pools.*.backends[]", block), maxConnections);
    }

    private ConfigObject block(Resource entry) {
        ConfigObject written = file.block(entry);
        LiveChange change = overlay.of(entry);
        ConfigObject base = written == null || isAdded(change) ? EMPTY : written;
        return change == null ? base : OverlayMerge.laid(base, change);
    }
}
