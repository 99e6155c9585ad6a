package dev.evenkeel.balancer.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All that was changed while the daemon ran and lies over the file. Immutable. */
public final class Overlay {

    /** Nothing was changed. */
    public static final Overlay EMPTY = new Overlay(HashTreePMap.empty(), new LiveChange[0], HashTreePMap.empty());

    private static final LiveChange[] NONE = {};

    private final PMap<Resource, LiveChange> byResource;

    /** The same, in the order in which they were first made. */
    private final LiveChange[] changes;

    /** Those of backends, by their pools, in the same order. */
    private final PMap<String, LiveChange[]> ofBackends;

    private Overlay(
            PMap<Resource, LiveChange> byResource, LiveChange[] changes, PMap<String, LiveChange[]> ofBackends) {
        this.byResource = byResource;
        this.changes = changes;
        this.ofBackends = ofBackends;
    }

    /** These changes; if there are several of one resource, the last counts. */
    public static Overlay of(Collection<LiveChange> changes) {
        var all = new LinkedHashMap<Resource, LiveChange>();
        changes.forEach(change -> all.put(change.resource(), change));
        var byPool = new HashMap<String, List<LiveChange>>();
        for (LiveChange change : all.values()) {
            Resource resource = change.resource();
            if (resource.kind() == Resource.Kind.BACKEND) {
                byPool.computeIfAbsent(resource.owner(), pool -> new ArrayList<>())
                        .add(change);
            }
        }
        PMap<String, LiveChange[]> ofBackends = HashTreePMap.empty();
        for (var pool : byPool.entrySet()) {
            ofBackends = ofBackends.plus(pool.getKey(), pool.getValue().toArray(NONE));
        }
        return new Overlay(HashTreePMap.from(all), all.values().toArray(NONE), ofBackends);
    }

    /** The changes, in the order in which they were first made. */
    public Collection<LiveChange> changes() {
        return listOf(changes);
    }

    /** What was changed of one resource, or null. */
    public @Nullable LiveChange of(Resource resource) {
        return byResource.get(resource);
    }

    /** What was changed of the backends of a pool, in the order in which that began. */
    List<LiveChange> ofBackends(String pool) {
        return listOf(ofBackends.getOrDefault(pool, NONE));
    }

    private static List<LiveChange> listOf(LiveChange[] changes) {
        return Collections.unmodifiableList(Arrays.asList(changes));
    }

    /** What was changed of backends, by their pools, of each in the order in which that began. */
    Map<String, List<LiveChange>> ofBackends() {
        var found = new HashMap<String, List<LiveChange>>();
        ofBackends.forEach((pool, of) -> found.put(pool, listOf(of)));
        return found;
    }

    /** This with a change in place of the one that there may be of the same resource. */
    public Overlay with(LiveChange change) {
        Resource resource = change.resource();
        LiveChange before = of(resource);
        PMap<String, LiveChange[]> nextOfBackends = ofBackends;
        if (resource.kind() == Resource.Kind.BACKEND) {
            LiveChange[] ofPool = ofBackends.getOrDefault(resource.owner(), NONE);
            nextOfBackends = ofBackends.plus(resource.owner(), with(ofPool, before, change));
        }
        return new Overlay(byResource.plus(resource, change), with(changes, before, change), nextOfBackends);
    }

    private static LiveChange[] with(LiveChange[] changes, @Nullable LiveChange before, LiveChange change) {
        LiveChange[] next = Arrays.copyOf(changes, before == null ? changes.length + 1 : changes.length);
        next[before == null ? changes.length : placeOf(before, changes)] = change;
        return next;
    }

    /** This without what was changed of one resource. */
    public Overlay without(Resource resource) {
        LiveChange before = of(resource);
        if (before == null) {
            return this;
        }
        PMap<String, LiveChange[]> nextOfBackends = ofBackends;
        if (resource.kind() == Resource.Kind.BACKEND) {
            LiveChange[] left = without(ofBackends.getOrDefault(resource.owner(), NONE), before);
            nextOfBackends =
                    left.length == 0 ? ofBackends.minus(resource.owner()) : ofBackends.plus(resource.owner(), left);
        }
        return new Overlay(byResource.minus(resource), without(changes, before), nextOfBackends);
    }

    private static LiveChange[] without(LiveChange[] changes, LiveChange gone) {
        int place = placeOf(gone, changes);
        LiveChange[] next = new LiveChange[changes.length - 1];
        System.arraycopy(changes, 0, next, 0, place);
        System.arraycopy(changes, place + 1, next, place, next.length - place);
        return next;
    }

    @SuppressWarnings("ReferenceEquality") // the very one that is in all of them
    private static int placeOf(LiveChange change, LiveChange[] changes) {
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
