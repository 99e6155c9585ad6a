package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.discovery.BackendSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works out what becomes of the backends of a pool when others are wanted. What was wished of them before and what is wished
 * now are walked through side by side; only a backend of which something else is wished, or that stands elsewhere, is looked
 * at.
 */
final class Membership {
    /** So many are looked for one by one before a table of all is made. */
    private static final int FEW = 8;

    private final List<Backend> present;
    private final List<BackendSpec> wished;
    private final boolean[] stays;
    private final Set<String> newIds = new HashSet<>();
    private final List<Backend> backends;
    private final List<BackendSpec> specs;
    private final List<Backend> came = new ArrayList<>();
    private final List<Backend> altered = new ArrayList<>();
    private final List<Backend> left = new ArrayList<>();
    private final List<Backend> opened = new ArrayList<>();
    private final List<Backend> closed = new ArrayList<>();
    private int cursor;
    private int lookUps;
    private @Nullable Map<Backend, Integer> places;
    private boolean moved;
    private boolean changedTier;

    /**
     * @param before of which none has the id of another
     * @param wanted if an id comes twice, the first counts
     * @param byId finds those of before
     * @param newBackend makes the backends that are not there yet
     */
    Membership(
            PoolSnapshot before,
            List<BackendSpec> wanted,
            Function<String, @Nullable Backend> byId,
            Function<BackendSpec, Backend> newBackend) {
        present = before.backends();
        wished = before.specs();
        stays = new boolean[present.size()];
        int same = sameAtTheBeginning(wanted);
        Arrays.fill(stays, 0, same, true);
        cursor = same;
        backends = new ArrayList<>(wanted.size());
        specs = new ArrayList<>(wanted.size());
        backends.addAll(present.subList(0, same));
        specs.addAll(wished.subList(0, same));
        for (BackendSpec spec : wanted.subList(same, wanted.size())) {
            int place = placeOf(spec, byId);
            if ((!newIds.isEmpty() && newIds.contains(spec.id())) || (place >= 0 && stays[place])) {
                continue;
            }
            if (place >= 0 && isSame(place, spec)) {
                stay(place, spec);
            } else if (place >= 0 && present.get(place).address().equals(spec.address())) {
                stay(place, spec);
                alter(present.get(place), spec);
            } else {
                newIds.add(spec.id());
                Backend made = newBackend.apply(spec);
                backends.add(made);
                specs.add(spec);
                came.add(made);
                opened.add(made);
            }
        }
        for (int place = same; place < stays.length; place++) {
            if (!stays[place]) {
                left.add(present.get(place));
                closed.add(present.get(place));
            }
        }
    }

    private int sameAtTheBeginning(List<BackendSpec> wanted) {
        int most = Math.min(wished.size(), wanted.size());
        int count = 0;
        while (count < most && isSame(count, wanted.get(count))) {
            count++;
        }
        return count;
    }

    /** Whether the very same is wished of a backend as before: of most it is, and that shows without a look at them. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(int place, BackendSpec spec) {
        return wished.get(place) == spec;
    }

    private int placeOf(BackendSpec spec, Function<String, @Nullable Backend> byId) {
        for (int place = cursor; place < Math.min(cursor + 2, present.size()); place++) {
            if (isSame(place, spec) || wished.get(place).id().equals(spec.id())) {
                cursor = place + 1;
                return place;
            }
        }
        Backend known = byId.apply(spec.id());
        int place = known == null ? -1 : placeOf(known);
        if (place >= 0) {
            moved |= place < cursor;
            cursor = place + 1;
        }
        return place;
    }

    private int placeOf(Backend known) {
        return lookUps++ < FEW ? present.indexOf(known) : lookUp(known);
    }

    private int lookUp(Backend known) {
        Map<Backend, Integer> all = places;
        if (all == null) {
            all = new HashMap<>(2 * present.size());
            for (int place = 0; place < present.size(); place++) {
                all.put(present.get(place), place);
            }
            places = all;
        }
        return all.getOrDefault(known, -1);
    }

    private void stay(int place, BackendSpec spec) {
        moved |= !came.isEmpty();
        stays[place] = true;
        backends.add(present.get(place));
        specs.add(spec);
    }

    private void alter(Backend backend, BackendSpec spec) {
        if (backend.spec().equals(spec)) {
            return;
        }
        BackendState before = backend.state();
        changedTier |= backend.backup() != spec.backup();
        backend.become(spec);
        altered.add(backend);
        if (backend.state() != before) {
            (backend.state() == BackendState.READY ? opened : closed).add(backend);
        }
    }

    /** All of them, in the order in which they are wanted. */
    List<Backend> backends() {
        return backends;
    }

    /** What is wished of each of them. */
    List<BackendSpec> specs() {
        return specs;
    }

    /** Those that were not there before. */
    List<Backend> came() {
        return came;
    }

    /** Those that took over new settings. */
    List<Backend> altered() {
        return altered;
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

    /** Whether those that stay stand in the order of before, those that came behind them, and each in the tier of before. */
    boolean keepsOrder() {
        return !moved && !changedTier;
    }

    /** Whether there is anything that the pool has to be told. */
    boolean changed() {
        return moved || !came.isEmpty() || !altered.isEmpty() || !left.isEmpty();
    }
}
