package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.evenkeel.balancer.config.LiveChange.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The backends of one pool, as the file writes them and with live changes laid over. Where nothing changed, the values are
 * the very same objects in the next one. Immutable.
 */
final class LaidBackends {
    private static final ConfigObject EMPTY = ConfigFactory.empty().root();

    private final Map<String, ConfigValue> inFile;
    private final List<ConfigValue> written;
    private final Derived<LiveChange, Laid> changed;
    private final List<ConfigValue> blocks;
    private final List<LiveChange> elsewhere;

    /**
     * What comes of a change.
     *
     * @param inFile the id, if the file has the backend; else null
     * @param block what stands for it; null for nothing
     */
    private record Laid(@Nullable String inFile, @Nullable ConfigObject block) {
        boolean isElsewhere() {
            return inFile == null && block == null;
        }
    }

    private LaidBackends(
            Map<String, ConfigValue> inFile,
            List<ConfigValue> written,
            Derived<LiveChange, Laid> changed,
            List<ConfigValue> blocks,
            List<LiveChange> elsewhere) {
        this.inFile = inFile;
        this.written = written;
        this.changed = changed;
        this.blocks = blocks;
        this.elsewhere = elsewhere;
    }

    /** As they are in the file. */
    static LaidBackends of(ConfigFile file, String pool) {
        Map<String, ConfigValue> inFile = file.backends(pool);
        List<ConfigValue> written = List.copyOf(inFile.values());
        return new LaidBackends(inFile, written, Derived.none(), written, List.of());
    }

    /** With these changes in place of those before. */
    LaidBackends next(List<LiveChange> changes) {
        Derived<LiveChange, Laid> next = changed.next(changes, index -> laid(changes.get(index)));
        return new LaidBackends(
                inFile, written, next, merged(inFile, written, next.values()), elsewhere(changes, next.values()));
    }

    /** What stands for each, in their order: those of the file, then those that were added. */
    List<ConfigValue> blocks() {
        return blocks;
    }

    /** Those of the changes that are of none of these: of addresses of host names, or of what is gone. */
    List<LiveChange> elsewhere() {
        return elsewhere;
    }

    private Laid laid(LiveChange change) {
        String id = change.resource().backend();
        ConfigValue before = inFile.get(id);
        if (before == null) {
            return new Laid(null, change.presence() == Presence.ADDED ? OverlayMerge.laid(EMPTY, change) : null);
        }
        return new Laid(
                id,
                switch (change.presence()) {
                    case REMOVED -> null;
                    case ADDED -> OverlayMerge.laid(EMPTY, change);
                    case CHANGED -> OverlayMerge.laid(Shorthands.backend(before), change);
                });
    }

    private static List<ConfigValue> merged(
            Map<String, ConfigValue> inFile, List<ConfigValue> written, List<Laid> laid) {
        var ofFile = new HashMap<String, Laid>();
        var added = new ArrayList<ConfigValue>(laid.size());
        for (Laid one : laid) {
            if (one.inFile() != null) {
                ofFile.put(one.inFile(), one);
            } else if (one.block() != null) {
                added.add(one.block());
            }
        }
        var merged = new ArrayList<ConfigValue>(inFile.size() + added.size());
        if (ofFile.isEmpty()) {
            merged.addAll(written);
        } else {
            inFile.forEach((id, value) -> {
                Laid one = ofFile.get(id);
                ConfigValue block = one == null ? value : one.block();
                if (block != null) {
                    merged.add(block);
                }
            });
        }
        merged.addAll(added);
        return merged;
    }

    private static List<LiveChange> elsewhere(List<LiveChange> changes, List<Laid> laid) {
        var found = new ArrayList<LiveChange>();
        for (int i = 0; i < laid.size(); i++) {
            if (laid.get(i).isElsewhere()) {
                found.add(changes.get(i));
            }
        }
        return found;
    }
}
