package dev.evenkeel.bench.nodrop.scenario;

import dev.evenkeel.bench.nodrop.proxy.Member;
import dev.evenkeel.bench.nodrop.proxy.PoolSpec;
import dev.evenkeel.bench.rig.Cleanup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pool with its origins. */
final class DisturbedPool {
    private final PoolSpec spec;
    private final List<Slot> slots = new ArrayList<>();
    private final Slot spare;
    private boolean keepAlive = true;

    DisturbedPool(PoolSpec spec, Path directory, Cleanup cleanup) {
        this.spec = spec;
        for (Member member : spec.members()) {
            slots.add(new Slot(member, spec.greeting(), directory, cleanup));
        }
        Member added = new Member(spec.sparePort(), 1, false, Integer.MAX_VALUE);
        this.spare = new Slot(added, spec.greeting(), directory, cleanup);
    }

    void startOrigins() {
        for (Slot slot : slots) {
            slot.start();
            slot.present(true);
        }
    }

    PoolSpec spec() {
        return spec;
    }

    String name() {
        return spec.name();
    }

    /** Those of the file. */
    List<Slot> slots() {
        return slots;
    }

    /** The one that is added live. */
    Slot spare() {
        return spare;
    }

    List<Slot> all() {
        List<Slot> all = new ArrayList<>(slots);
        all.add(spare);
        return all;
    }

    List<Slot> steady() {
        return slots.stream().filter(Slot::steady).toList();
    }

    /** Whether one more may be out of service: one always stays, two if the pool has more than two. */
    boolean canSpareOne() {
        int serving = (int) slots.stream()
                .filter(slot -> slot.member().weight() > 0 && !slot.member().backup())
                .count();
        return steady().size() > Math.min(2, Math.max(1, serving - 1));
    }

    boolean keepAlive() {
        return keepAlive;
    }

    void keepAlive(boolean on) {
        keepAlive = on;
    }
}
