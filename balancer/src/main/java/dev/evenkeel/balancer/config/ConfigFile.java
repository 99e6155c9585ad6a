package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A configuration as its files give it, over which live changes can be laid. Immutable, safe from any thread. */
public final class ConfigFile {

    private final HoconFiles files;
    private final ConfigObject tree;
    private final EvenkeelConfig config;

    /** Of the pools that were asked for. */
    private final Map<String, Map<String, ConfigValue>> backends = new ConcurrentHashMap<>();

    ConfigFile(HoconFiles files, ConfigObject tree, EvenkeelConfig config) {
        this.files = requireNonNull(files, "files");
        this.tree = requireNonNull(tree, "tree");
        this.config = requireNonNull(config, "config");
    }

    /** What the files say. */
    public EvenkeelConfig config() {
        return config;
    }

    /** The file and all that it includes, those that are not there included. */
    public Set<Path> paths() {
        return files.paths();
    }

    /**
     * What holds with live changes laid over the files just as they are, or what would be wrong with that.
     *
     * @param inUse a configuration of which pools are taken over that do not change
     */
    public LoadResult with(Overlay overlay, EvenkeelConfig inUse) {
        if (overlay.changes().isEmpty()) {
            return new LoadResult.Loaded(this);
        }
        HeldPools held = HeldPools.of(this, inUse);
        HoconFiles anew = files.anew();
        ConfigObject laid = OverlayMerge.lay(this, overlay).root();
        EvenkeelConfig decoded = new ConfigDecoder(Section.top(anew, laid), held).decode();
        return result(anew, laid, new ResolvedBackends(this, overlay).laid(decoded, anew));
    }

    /**
     * Settles with the files what was changed before they were read, key by key: what the files say too is a difference no
     * more; where only the live change differs from what the file said when it was made, or both do, the rule decides.
     */
    public Settlement settle(Overlay overlay, ConflictRule rule) {
        return settle(overlay, rule, config);
    }

    /**
     * The same when something is in use already.
     *
     * @param inUse a configuration of which pools are taken over that do not change
     */
    public Settlement settle(Overlay overlay, ConflictRule rule, EvenkeelConfig inUse) {
        return new OverlayMerge(this, rule).settle(overlay, inUse);
    }

    /** A key in full: {@code keep-alive.enabled} for {@code keep-alive}, any other as it is. */
    public static String keyInFull(String key) {
        return Shorthands.full(key);
    }

    /** What the file says of a key of a resource, as it is written there, or null if it says nothing. */
    public @Nullable String value(Resource resource, String key) {
        ConfigObject block = block(resource);
        return block == null ? null : Shorthands.text(block, key);
    }

    /** The keys of a backend that the file says something of. */
    public List<String> keysOf(Resource backend) {
        ConfigObject block = block(backend);
        return block == null ? List.of() : block.keySet().stream().sorted().toList();
    }

    /** Whether the files have this resource. */
    public boolean has(Resource resource) {
        return block(resource) != null;
    }

    Config tree() {
        return tree.toConfig();
    }

    /** The block of a resource; of a backend written as its address only, a block with that. */
    @Nullable
    ConfigObject block(Resource resource) {
        if (resource.kind() == Resource.Kind.BACKEND) {
            ConfigValue written = backends(resource.owner()).get(resource.backend());
            return written == null ? null : Shorthands.backend(written);
        }
        return tree.get(resource.blockKind()) instanceof ConfigObject blocks
                        && blocks.get(resource.owner()) instanceof ConfigObject block
                ? block
                : null;
    }

    /** What is written for each backend of a pool, by their ids, in their order. */
    Map<String, ConfigValue> backends(String pool) {
        return config.pools().containsKey(pool) ? backends.computeIfAbsent(pool, this::findBackends) : Map.of();
    }

    private Map<String, ConfigValue> findBackends(String pool) {
        PoolConfig decoded = config.pools().get(pool);
        ConfigObject block = block(Resource.pool(pool));
        var written = new LinkedHashMap<String, ConfigValue>();
        if (decoded != null && block != null && block.get("backends") instanceof ConfigList list) {
            Iterator<ConfigValue> values = list.iterator();
            decoded.members().backends().forEach(backend -> written.put(backend.name(), values.next()));
        }
        return Collections.unmodifiableMap(written);
    }

    HoconFiles files() {
        return files;
    }

    static LoadResult decode(HoconFiles files, ConfigObject tree, HeldPools held) {
        return result(files, tree, new ConfigDecoder(Section.top(files, tree), held).decode());
    }

    private static LoadResult result(HoconFiles files, ConfigObject tree, EvenkeelConfig decoded) {
        return files.problems().isEmpty()
                ? new LoadResult.Loaded(new ConfigFile(files, tree, decoded))
                : new LoadResult.Rejected(files.problems().sorted(), files.paths());
    }
}
