package dev.evenkeel.balancer.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All that was changed while the daemon ran and lies over the file. Immutable. */
public final class Overlay {

    /** Nothing was changed. */
    public static final Overlay EMPTY = new Overlay(HashTreePMap.empty(), new LiveChange[0]);

    private final PMap<Resource, LiveChange> byResource;

    /** The same, in the order in which they were first made. */
    private final LiveChange[] changes;

    private Overlay(PMap<Resource, LiveChange> byResource, LiveChange[] changes) {
        this.byResource = byResource;
        this.changes = changes;
    }

    /** These changes; if there are several of one resource, the last counts. */
    public static Overlay of(Collection<LiveChange> changes) {
        var all = new LinkedHashMap<Resource, LiveChange>();
        changes.forEach(change -> all.put(change.resource(), change));
        return new Overlay(HashTreePMap.from(all), all.values().toArray(LiveChange[]::new));
    }

    /** The changes, in the order in which they were first made. */
    public Collection<LiveChange> changes() {
        return Collections.unmodifiableList(Arrays.asList(changes));
    }

    /** What was changed of one resource, or null. */
    public @Nullable LiveChange of(Resource resource) {
        return byResource.get(resource);
    }

    /** What was changed of the backends of a pool, in the order in which that began. */
    List<LiveChange> ofBackends(String pool) {
        var found = new ArrayList<LiveChange>(changes.length);
        for (LiveChange change : changes) {
            Resource resource = change.resource();
            if (resource.kind() == Resource.Kind.BACKEND && resource.owner().equals(pool)) {
                found.add(change);
            }
        }
        return found;
    }

    /** What was changed of backends, by their pools, in the order in which that began. */
    Map<String, List<LiveChange>> ofBackends() {
        var found = new LinkedHashMap<String, List<LiveChange>>();
        for (LiveChange change : changes) {
            Resource resource = change.resource();
            if (resource.kind() == Resource.Kind.BACKEND) {
                found.computeIfAbsent(resource.owner(), pool -> new ArrayList<>())
                        .add(change);
            }
        }
        return found;
    }

    /** This with a change in place of the one that there may be of the same resource. */
    public Overlay with(LiveChange change) {
        LiveChange before = of(change.resource());
        LiveChange[] next = Arrays.copyOf(changes, before == null ? changes.length + 1 : changes.length);
        next[before == null ? changes.length : placeOf(before)] = change;
        return new Overlay(byResource.plus(change.resource(), change), next);
    }

    /** This without what was changed of one resource. */
    public Overlay without(Resource resource) {
        LiveChange before = of(resource);
        if (before == null) {
            return this;
        }
        int place = placeOf(before);
        LiveChange[] next = new LiveChange[changes.length - 1];
        System.arraycopy(changes, 0, next, 0, place);
        System.arraycopy(changes, place + 1, next, place, next.length - place);
        return new Overlay(byResource.minus(resource), next);
    }

    @SuppressWarnings("ReferenceEquality") // the very one that is in both
    private int placeOf(LiveChange change) {
        int place = 0;
        while (changes[place] != change) {
            place++;
        }
        return place;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Overlay overlay && byResource.equals(overlay.byResource);
    }

    @Override
    public int hashCode() {
        return byResource.hashCode();
    }

    @Override
    public String toString() {
        return Arrays.toString(changes);
    }
}
