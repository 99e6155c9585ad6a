package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.policy.BalancingPolicy;
import dev.evenkeel.balancer.policy.Choice;
import dev.evenkeel.balancer.policy.Picker;
import dev.evenkeel.balancer.policy.Roster;
import dev.evenkeel.balancer.policy.SumTree;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The backends of a snapshot that stand in for each other: those in regular use, or the backups. */
final class Tier {
    private final Picker<Backend> picker;
    private final Roster<Backend> members;

    /** Of those that are available, full or not, 1 each. */
    private final SumTree available;

    Tier(Roster<Backend> members, BalancingPolicy policy) {
        this.members = members;
        picker = policy.newPicker(members);
        available = new SumTree(members.size());
        for (int place = 0; place < members.size(); place++) {
            available.begin(place, shareOf(members.at(place)));
        }
        available.refreshAll();
    }

    private static int shareOf(Backend backend) {
        return backend.available() ? 1 : 0;
    }

    /** Whether a backend is up, be it full. */
    boolean anyAvailable() {
        return available.total() > 0;
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
        int place = members.placeOf(backend);
        if (place != Roster.ABSENT) {
            availabilityChanged(place, backend);
            picker.changed(backend);
        }
    }

    /** Anything may have changed of any of them. */
    void allChanged() {
        for (int place = 0; place < members.size(); place++) {
            availabilityChanged(place, members.at(place));
        }
        picker.allChanged();
    }

    private void availabilityChanged(int place, Backend backend) {
        while (true) {
            int share = shareOf(backend);
            if (share == available.share(place)) {
                return;
            }
            available.setShare(place, share);
            available.refresh(place);
        }
    }
}
