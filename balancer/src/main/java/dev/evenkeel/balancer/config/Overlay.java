package dev.evenkeel.balancer.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was changed while the daemon ran and lies over the file. Immutable. */
public final class Overlay {

    /** Nothing was changed. */
    public static final Overlay EMPTY = new Overlay(Map.of());

    private final Map<Resource, LiveChange> changes;

    private Overlay(Map<Resource, LiveChange> changes) {
        this.changes = changes;
    }

    /** These changes; if there are several of one resource, the last counts. */
    public static Overlay of(Collection<LiveChange> changes) {
        var all = new LinkedHashMap<Resource, LiveChange>();
        changes.forEach(change -> all.put(change.resource(), change));
        return new Overlay(all);
    }

    /** The changes, in the order in which they were first made. */
    public Collection<LiveChange> changes() {
        return Collections.unmodifiableCollection(changes.values());
    }

    /** What was changed of one resource, or null. */
    public @Nullable LiveChange of(Resource resource) {
        return changes.get(resource);
    }

    /** What was changed of the backends of a pool, in the order in which that began. */
    List<LiveChange> ofBackends(String pool) {
        var found = new ArrayList<LiveChange>();
        for (LiveChange change : changes.values()) {
            Resource resource = change.resource();
            if (resource.kind() == Resource.Kind.BACKEND && resource.owner().equals(pool)) {
                found.add(change);
            }
        }
        return found;
    }

    /** This with a change in place of the one that there may be of the same resource. */
    public Overlay with(LiveChange change) {
        var next = new LinkedHashMap<>(changes);
        next.put(change.resource(), change);
        return new Overlay(next);
    }

    /** This without what was changed of one resource. */
    public Overlay without(Resource resource) {
        var next = new LinkedHashMap<>(changes);
        next.remove(resource);
        return new Overlay(next);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Overlay overlay && changes.equals(overlay.changes);
    }

    @Override
    public int hashCode() {
        return changes.hashCode();
    }

    @Override
    public String toString() {
        return changes.values().toString();
    }
}
