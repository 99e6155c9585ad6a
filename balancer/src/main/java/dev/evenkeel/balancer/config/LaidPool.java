package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pool of a file with live changes laid over it, from which the next is decoded at the cost of what changed. Immutable. */
final class LaidPool {
    private final ConfigFile file;
    private final LaidBackends backends;
    private final @Nullable LiveChange settings;
    private final BackendsDecoder.Decoded decoded;
    private final PoolConfig config;

    /**
     * @param settings what was changed of the pool itself; null for nothing
     */
    private LaidPool(
            ConfigFile file,
            LaidBackends backends,
            @Nullable LiveChange settings,
            BackendsDecoder.Decoded decoded,
            PoolConfig config) {
        this.file = file;
        this.backends = backends;
        this.settings = settings;
        this.decoded = decoded;
        this.config = config;
    }

    /**
     * A pool that was decoded already.
     *
     * @param config what came of the file with the overlay
     */
    static LaidPool of(ConfigFile file, Overlay overlay, PoolConfig config) {
        LaidBackends laid = LaidBackends.of(file, config.name()).next(overlay.ofBackends(config.name()));
        List<Optional<BackendConfig>> each =
                config.members().backends().stream().map(Optional::of).toList();
        var decoded = new BackendsDecoder.Decoded(
                config.members().maxConnections(),
                Derived.<ConfigValue, Optional<BackendConfig>>of(laid.blocks(), each),
                Derived.<Optional<BackendConfig>, BackendConfig>of(
                        each, config.members().backends()));
        return new LaidPool(file, laid, overlay.of(Resource.pool(config.name())), decoded, config);
    }

    PoolConfig config() {
        return config;
    }

    /** With other changes; null if that is no good. */
    @Nullable
    LaidPool next(Overlay overlay) {
        Resource pool = Resource.pool(config.name());
        ConfigObject block = requireNonNull(file.block(pool), "block");
        LiveChange change = overlay.of(pool);
        LaidBackends laid = backends.next(overlay.ofBackends(config.name()));
        HoconFiles files = file.files().anew();
        Section section = Section.alone(files, "pools.*", change == null ? block : OverlayMerge.laid(block, change));
        BackendsDecoder.requireList(section);
        PoolDecoder decoder = new PoolDecoder(section, laid.blocks(), decoded);
        PoolConfig next =
                Objects.equals(change, settings) ? decoder.decodeBackends(config) : decoder.decode(config.name());
        PoolConfig whole = new ResolvedBackends(file, overlay).laid(next, laid.elsewhere(), files);
        return files.problems().isEmpty() ? new LaidPool(file, laid, change, decoder.backends(), whole) : null;
    }
}
