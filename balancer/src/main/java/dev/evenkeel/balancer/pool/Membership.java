package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.discovery.BackendSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works out what becomes of the backends of a pool when others are wanted. The two lists are walked through side by side;
 * only a backend that does not stand where it stood is looked up.
 */
final class Membership {
    /** So many ids are looked for one by one before a table of all is made. */
    private static final int FEW = 8;

    private final List<Backend> present;
    private final boolean[] stays;
    private final Set<String> newIds = new HashSet<>();
    private final List<Backend> backends;
    private final List<Backend> came = new ArrayList<>();
    private final List<Backend> touched = new ArrayList<>();
    private final List<Backend> left = new ArrayList<>();
    private final List<Backend> opened = new ArrayList<>();
    private final List<Backend> closed = new ArrayList<>();
    private int cursor;
    private int lookUps;
    private @Nullable Map<String, Integer> placesById;

    /**
     * @param present of which none has the id of another
     * @param wanted if an id comes twice, the first counts
     * @param newBackend makes the backends that are not there yet
     */
    Membership(List<Backend> present, List<BackendSpec> wanted, Function<BackendSpec, Backend> newBackend) {
        this.present = present;
        stays = new boolean[present.size()];
        backends = new ArrayList<>(wanted.size());
        for (BackendSpec spec : wanted) {
            int place = placeOf(spec);
            if ((!newIds.isEmpty() && newIds.contains(spec.id())) || (place >= 0 && stays[place])) {
                continue;
            }
            if (place >= 0 && isSame(place, spec)) {
                stays[place] = true;
                backends.add(present.get(place));
            } else if (place >= 0 && present.get(place).address().equals(spec.address())) {
                stays[place] = true;
                keep(present.get(place), spec);
            } else {
                newIds.add(spec.id());
                Backend made = newBackend.apply(spec);
                backends.add(made);
                came.add(made);
                touched.add(made);
                opened.add(made);
            }
        }
        for (int place = 0; place < stays.length; place++) {
            if (!stays[place]) {
                left.add(present.get(place));
                closed.add(present.get(place));
            }
        }
    }

    /** Whether a backend has these very settings: most do, and to find that out looks at nothing but the reference. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(int place, BackendSpec spec) {
        return present.get(place).spec() == spec;
    }

    private int placeOf(BackendSpec spec) {
        String id = spec.id();
        for (int place = cursor; place < Math.min(cursor + 2, present.size()); place++) {
            if (isSame(place, spec) || present.get(place).id().equals(id)) {
                cursor = place + 1;
                return place;
            }
        }
        return lookUps++ < FEW ? scan(id) : lookUp(id);
    }

    private int scan(String id) {
        for (int place = 0; place < present.size(); place++) {
            if (present.get(place).id().equals(id)) {
                return place;
            }
        }
        return -1;
    }

    private int lookUp(String id) {
        Map<String, Integer> places = placesById;
        if (places == null) {
            places = new HashMap<>(2 * present.size());
            for (int place = 0; place < present.size(); place++) {
                places.put(present.get(place).id(), place);
            }
            placesById = places;
        }
        return places.getOrDefault(id, -1);
    }

    private void keep(Backend backend, BackendSpec spec) {
        backends.add(backend);
        if (!backend.spec().equals(spec)) {
            BackendState before = backend.state();
            backend.become(spec);
            touched.add(backend);
            if (backend.state() != before) {
                (backend.state() == BackendState.READY ? opened : closed).add(backend);
            }
        }
    }

    /** All of them, in the order in which they are wanted. */
    List<Backend> backends() {
        return backends;
    }

    /** Those that were not there before. */
    List<Backend> came() {
        return came;
    }

    /** Those that came, and those that took over new settings. */
    List<Backend> touched() {
        return touched;
    }

    /** Those that are not wanted any more. */
    List<Backend> left() {
        return left;
    }

    /** Those that take requests from now on: those that came, and those that are ready again. */
    List<Backend> opened() {
        return opened;
    }

    /** Those that take no more: those that left, and those that are ready no longer. */
    List<Backend> closed() {
        return closed;
    }

    /** Whether there is anything that the pool has to be told. */
    boolean changed() {
        return !touched.isEmpty() || !left.isEmpty() || !backends.equals(present);
    }
}
