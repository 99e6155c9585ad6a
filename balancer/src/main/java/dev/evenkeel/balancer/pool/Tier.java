package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.policy.BalancingPolicy;
import dev.evenkeel.balancer.policy.Choice;
import dev.evenkeel.balancer.policy.Picker;
import dev.evenkeel.balancer.policy.SelectionTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The backends of a snapshot that stand in for each other: those in regular use, or the backups. */
final class Tier {
    private final Picker<Backend> picker;
    private final IdentityHashMap<Backend, Integer> places = new IdentityHashMap<>();

    /** Takes part: the backends that are available, full or not. All keys are equal, for any will do. */
    private final SelectionTree available;

    Tier(List<Backend> backends, BalancingPolicy policy, boolean backup) {
        List<Backend> members = new ArrayList<>();
        for (Backend backend : backends) {
            if (backend.backup() == backup) {
                places.put(backend, members.size());
                members.add(backend);
            }
        }
        picker = policy.newPicker(members);
        available = new SelectionTree(members.size());
    }

    /** Whether a backend is up, be it full. */
    boolean anyAvailable() {
        return available.winner() != SelectionTree.NONE;
    }

    /** Takes room at a backend that the policy chooses. */
    @Nullable
    Backend take(Collection<Backend> avoided) {
        while (true) {
            Backend backend = picker.pick(avoided);
            if (backend == null) {
                return null;
            }
            boolean taken = backend.tryTake();
            picker.changed(backend);
            if (taken) {
                return backend;
            }
        }
    }

    /** Says whom the policy would choose now, and why; takes nothing. */
    @Nullable
    Choice<Backend> explain() {
        return picker.explain();
    }

    void loadChanged(Backend backend) {
        picker.changed(backend);
    }

    void healthChanged(Backend backend) {
        Integer place = places.get(backend);
        if (place == null) {
            return;
        }
        while (backend.available() != available.contains(place)) {
            available.setContained(place, backend.available());
            available.refresh(place);
        }
        picker.changed(backend);
    }
}
