package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pool of a file with live changes laid over it, from which the next is decoded at the cost of what changed. Immutable. */
final class LaidPool {
    private final ConfigFile file;
    private final LaidBackends backends;
    private final BackendsDecoder.Decoded decoded;
    private final PoolConfig config;

    private LaidPool(ConfigFile file, LaidBackends backends, BackendsDecoder.Decoded decoded, PoolConfig config) {
        this.file = file;
        this.backends = backends;
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
        return new LaidPool(file, laid, decoded, config);
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
        ConfigObject whole = change == null ? block : OverlayMerge.laid(block, change);
        HoconFiles files = file.files().anew();
        PoolDecoder decoder = new PoolDecoder(Section.alone(files, "pools.*", whole), laid.blocks(), decoded);
        PoolConfig next =
                new ResolvedBackends(file, overlay).laid(decoder.decode(config.name()), laid.elsewhere(), files);
        return files.problems().isEmpty() ? new LaidPool(file, laid, decoder.backends(), next) : null;
    }
}
