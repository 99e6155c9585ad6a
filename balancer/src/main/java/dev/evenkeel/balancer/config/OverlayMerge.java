package dev.evenkeel.balancer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lays live changes over a file: a three-way merge of what the file said, what it says, and what was set. */
final class OverlayMerge {

    private enum Verdict {
        STAYS,
        /** The file wins. */
        FALLS
    }

    private static final ConfigObject NOTHING = ConfigFactory.empty().root();
    private static final Set<String> IDENTITY = Set.of("address", "name");

    private final ConfigFile file;
    private final ConflictRule rule;
    private final Map<String, Map<Address, String>> namesByAddress = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    OverlayMerge(ConfigFile file, ConflictRule rule) {
        this.file = file;
        this.rule = rule;
    }

    Settlement settle(Overlay overlay, EvenkeelConfig inUse) {
        var left = new ArrayList<LiveChange>();
        var added = new ArrayList<LiveChange>();
        var ofUnknown = new ArrayList<LiveChange>();
        for (LiveChange change : overlay.changes()) {
            if (file.has(change.resource())) {
                LiveChange settled = settle(change);
                if (settled != null) {
                    left.add(settled);
                }
            } else if (change.presence() == LiveChange.Presence.ADDED) {
                added.add(change);
            } else if (change.presence() == LiveChange.Presence.CHANGED) {
                ofUnknown.add(change);
            }
        }
        left.addAll(settleNew(Overlay.of(left), added));
        left.addAll(settleResolved(Overlay.of(left), ofUnknown));
        Overlay kept = Overlay.of(left);
        return new Settlement(file.with(kept, inUse), kept, List.copyOf(notes));
    }

    private @Nullable LiveChange settle(LiveChange change) {
        return switch (change.presence()) {
            case CHANGED -> settleChanged(change, change.resource(), Set.of());
            case ADDED -> settleAdded(change);
            case REMOVED -> settleRemoved(change);
        };
    }

    /** Settles backends that were added and of which the file has not the id; those of the file are settled already. */
    private List<LiveChange> settleNew(Overlay settled, List<LiveChange> changes) {
        var left = new ArrayList<LiveChange>();
        for (LiveChange change : changes) {
            Resource inFile = entryAtSameAddress(change);
            LiveChange ofEntry = inFile == null ? null : settled.of(inFile);
            boolean both = ofEntry == null || ofEntry.presence() == LiveChange.Presence.CHANGED;
            LiveChange stays =
                    inFile != null && both ? settleRenamed(change, inFile, ofEntry == null) : settleNew(change);
            if (stays != null) {
                left.add(stays);
            }
        }
        return left;
    }

    private @Nullable LiveChange settleNew(LiveChange change) {
        Resource resource = change.resource();
        if (!file.has(Resource.pool(resource.owner()))) {
            notes.add(resource + " was added live, and its pool is not in the file any more: it fell away.");
            return null;
        }
        return unchanged(resource + " was added live and is not in the file") == Verdict.STAYS ? change : null;
    }

    /** The backend of the file that has the address of one that was added; null if there is none. */
    private @Nullable Resource entryAtSameAddress(LiveChange added) {
        String pool = added.resource().owner();
        Map<Address, String> names = namesByAddress.computeIfAbsent(pool, this::namesByAddress);
        if (names.isEmpty()) {
            return null;
        }
        Section section = Section.alone(file.files().anew(), "pools.*.backends[]", laid(NOTHING, added));
        BackendConfig backend = BackendsDecoder.backend(section, Integer.MAX_VALUE);
        String name = backend == null ? null : names.get(backend.address());
        return name == null ? null : Resource.backend(pool, name);
    }

    private Map<Address, String> namesByAddress(String pool) {
        var names = new HashMap<Address, String>();
        PoolConfig config = file.config().pools().get(pool);
        if (config != null) {
            config.members().backends().forEach(backend -> names.put(backend.address(), backend.name()));
        }
        return names;
    }

    /**
     * Settles a backend that was added with the one of the file that has its address: the pool has it once, by the name in
     * the file. What else was said of it may stay, as a change of that.
     *
     * @param free whether nothing was changed of the one in the file
     */
    private @Nullable LiveChange settleRenamed(LiveChange added, Resource inFile, boolean free) {
        String what = added.resource() + " was added live, and is in the file now as " + inFile.backend();
        var live = new LinkedHashMap<String, LiveValue>();
        added.values().forEach((key, value) -> {
            String now = file.value(inFile, key);
            if (!IDENTITY.contains(key) && !same(inFile, key, now, value.live())) {
                live.put(key, new LiveValue(value.live(), now));
            }
        });
        if (rule == ConflictRule.LIVE_WINS && free && !live.isEmpty()) {
            notes.add(what + ": it has that name now, and stays as it was set live otherwise.");
            return new LiveChange(inFile, LiveChange.Presence.CHANGED, live);
        }
        notes.add(what + ": the file wins.");
        return null;
    }

    /**
     * Settles changes of what the file does not have: of addresses of host names, of which the entries are settled already,
     * and of what is there no more.
     */
    private List<LiveChange> settleResolved(Overlay settled, List<LiveChange> changes) {
        var resolved = new ResolvedBackends(file, settled);
        var left = new ArrayList<LiveChange>();
        for (LiveChange change : changes) {
            Resource entry = resolved.entryOf(change.resource());
            if (entry == null) {
                notes.add(change.resource() + " is not in the file any more" + hostOf(change.resource())
                        + ": its live changes fell away.");
                continue;
            }
            LiveChange ofEntry = settled.of(entry);
            LiveChange stays = settleChanged(
                    change, entry, ofEntry == null ? Set.of() : ofEntry.values().keySet());
            if (stays != null) {
                left.add(stays);
            }
        }
        return left;
    }

    private static String hostOf(Resource resource) {
        String entry = ResolvedId.entryOf(resource.backend());
        return entry == null ? "" : ", for its host name " + entry + " is not";
    }

    /**
     * Settles a change with what the file says of a resource.
     *
     * @param said the resource itself, or the entry with the host name of which it is an address
     * @param overlaid keys for which the file's word about that does not hold, so that it is no agreement
     */
    private @Nullable LiveChange settleChanged(LiveChange change, Resource said, Set<String> overlaid) {
        Resource resource = change.resource();
        var kept = new LinkedHashMap<String, LiveValue>();
        change.values().forEach((key, value) -> {
            String now = file.value(said, key);
            boolean melts = same(resource, key, now, value.live()) && !overlaid.contains(key);
            if (!melts && verdict(resource, key, value, now) == Verdict.STAYS) {
                kept.put(key, value);
            }
        });
        return kept.isEmpty() ? null : new LiveChange(resource, LiveChange.Presence.CHANGED, kept);
    }

    private Verdict verdict(Resource resource, String key, LiveValue value, @Nullable String now) {
        String what = resource + ": " + key + " was set to " + value.live() + " live";
        if (same(resource, key, now, value.file())) {
            return unchanged(what + " and is " + shown(now) + " in the file");
        }
        return conflict(what + ", and changed in the file from " + shown(value.file()) + " to " + shown(now));
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    private Verdict unchanged(String what) {
        if (rule != ConflictRule.FILE_WINS) {
            return Verdict.STAYS;
        }
        notes.add(what + ": the file wins.");
        return Verdict.FALLS;
    }

    private Verdict conflict(String what) {
        boolean stays = rule == ConflictRule.LIVE_WINS;
        notes.add(what + ": " + (stays ? "the live change stays." : "the file wins."));
        return stays ? Verdict.STAYS : Verdict.FALLS;
    }

    private @Nullable LiveChange settleAdded(LiveChange change) {
        Resource resource = change.resource();
        boolean same = change.values().entrySet().stream()
                .allMatch(value -> same(
                        resource,
                        value.getKey(),
                        file.value(resource, value.getKey()),
                        value.getValue().live()));
        if (same) {
            return null;
        }
        return conflict(resource + " was added live, and is in the file now with other settings") == Verdict.STAYS
                ? change
                : null;
    }

    private @Nullable LiveChange settleRemoved(LiveChange change) {
        Resource resource = change.resource();
        boolean asItWas = change.values().entrySet().stream()
                .allMatch(value -> same(
                        resource,
                        value.getKey(),
                        file.value(resource, value.getKey()),
                        value.getValue().file()));
        Verdict verdict = asItWas
                ? unchanged(resource + " was removed live and is in the file")
                : conflict(resource + " was removed live, and changed in the file");
        return verdict == Verdict.STAYS ? change : null;
    }

    /** Whether two texts mean the same, {@code on} and {@code true} for one; no text means the default. */
    private static boolean same(Resource resource, String key, @Nullable String one, @Nullable String other) {
        return Objects.equals(one, other) || Keys.sameMeaning(resource.keyPattern(key), one, other);
    }

    /** The tree of the file with all changes laid over it as they are. */
    static Config lay(ConfigFile file, Overlay overlay) {
        Config tree = file.tree();
        for (var changes : overlay.ofBackends().entrySet()) {
            String pool = changes.getKey();
            List<ConfigValue> blocks =
                    LaidBackends.of(file, pool).next(changes.getValue()).blocks();
            tree = tree.withValue("pools." + pool + ".backends", ConfigValueFactory.fromIterable(blocks));
        }
        for (LiveChange change : overlay.changes()) {
            Resource resource = change.resource();
            if (resource.kind() != Resource.Kind.BACKEND && file.has(resource)) {
                String path = resource.blockPath();
                tree = tree.withValue(path, laid(tree.getObject(path), change));
            }
        }
        return tree;
    }

    /** A block with a change laid over it. */
    static ConfigObject laid(ConfigObject block, LiveChange change) {
        ConfigObject result = block;
        for (var value : change.values().entrySet()) {
            String live = value.getValue().live();
            if (live != null) {
                result = Shorthands.set(result, value.getKey(), Shorthands.live(live));
            }
        }
        return result;
    }
}
