package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.evenkeel.balancer.config.LiveChange.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The backends of one pool, as the file writes them and with live changes laid over. Where nothing changed, the values are
 * the very same objects in the next one. Immutable.
 */
final class LaidBackends {
    private static final ConfigObject EMPTY = ConfigFactory.empty().root();

    private final Map<String, ConfigValue> inFile;
    private final List<ConfigValue> written;
    private final Derived<LiveChange, ConfigObject> changed;
    private final List<ConfigValue> blocks;

    private LaidBackends(
            Map<String, ConfigValue> inFile,
            List<ConfigValue> written,
            Derived<LiveChange, ConfigObject> changed,
            List<ConfigValue> blocks) {
        this.inFile = inFile;
        this.written = written;
        this.changed = changed;
        this.blocks = blocks;
    }

    /** As they are in the file. */
    static LaidBackends of(ConfigFile file, String pool) {
        Map<String, ConfigValue> inFile = file.backends(pool);
        List<ConfigValue> written = List.copyOf(inFile.values());
        return new LaidBackends(inFile, written, Derived.none(), written);
    }

    /** With these changes in place of those before. */
    LaidBackends next(List<LiveChange> changes) {
        Derived<LiveChange, ConfigObject> next = changed.next(changes, index -> laid(changes.get(index)));
        return new LaidBackends(inFile, written, next, merged(changes, next.values()));
    }

    /** What stands for each, in their order: those of the file, then those that were added. */
    List<ConfigValue> blocks() {
        return blocks;
    }

    private ConfigObject laid(LiveChange change) {
        ConfigValue written = inFile.get(change.resource().backend());
        return written == null || change.presence() == Presence.ADDED
                ? OverlayMerge.laid(EMPTY, change)
                : OverlayMerge.laid(Shorthands.backend(written), change);
    }

    private List<ConfigValue> merged(List<LiveChange> changes, List<ConfigObject> laid) {
        var ofFile = new HashMap<String, Integer>();
        var added = new ArrayList<ConfigValue>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            String id = changes.get(i).resource().backend();
            if (inFile.containsKey(id)) {
                ofFile.put(id, i);
            } else if (changes.get(i).presence() == Presence.ADDED) {
                added.add(laid.get(i));
            }
        }
        var merged = new ArrayList<ConfigValue>(inFile.size() + added.size());
        if (ofFile.isEmpty()) {
            merged.addAll(written);
        } else {
            inFile.forEach((id, value) -> {
                Integer index = ofFile.get(id);
                if (index == null) {
                    merged.add(value);
                } else if (changes.get(index).presence() != Presence.REMOVED) {
                    merged.add(laid.get(index));
                }
            });
        }
        merged.addAll(added);
        return merged;
    }
}
