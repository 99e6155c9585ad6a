package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.policy.BalancingPolicy;
import dev.evenkeel.balancer.policy.Choice;
import dev.evenkeel.balancer.policy.Picker;
import dev.evenkeel.balancer.policy.Roster;
import dev.evenkeel.balancer.policy.SelectionTree;
import dev.evenkeel.balancer.policy.SumTree;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backends that stand in for each other: those in regular use, or the backups. One thread at a time adds and removes; all
 * else is for any.
 */
final class Tier {
    /** Of what has room for no more than so many nothing is gained by making it smaller. */
    private static final int SMALL = 64;

    private final Roster<Backend> members;
    private final Picker<Backend> picker;

    /** Of those that are available, full or not, 1 each. */
    private final SumTree available;

    /** Takes part: the backends that a trial may bring back. The key is the end of the back-off. */
    private final SelectionTree trials;

    Tier(List<Backend> backends, BalancingPolicy policy) {
        members = new Roster<>(backends);
        picker = policy.newPicker(members);
        available = new SumTree(members.capacity());
        trials = new SelectionTree(members.capacity());
        for (int place = 0; place < backends.size(); place++) {
            Backend backend = backends.get(place);
            available.begin(place, shareOf(backend));
            trials.begin(place, backend.retryAtNanos(), backend.triable());
        }
        available.refreshAll();
        trials.refreshAll();
    }

    private static int shareOf(@Nullable Backend backend) {
        return backend != null && backend.available() ? 1 : 0;
    }

    // Who belongs to it

    /** Whether so many more can be added, and it is not much too large for so few. */
    boolean fits(long coming, long leaving) {
        long size = members.size() + coming;
        return size <= members.capacity() && 4 * (size - leaving) + SMALL >= members.capacity();
    }

    void add(Backend backend) {
        int place = members.add(backend);
        picker.joined(place);
        availabilityChanged(place);
        trialChanged(place);
    }

    void remove(Backend backend) {
        int place = members.remove(backend);
        if (place != Roster.ABSENT) {
            changed(place);
        }
    }

    // The choice

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

    /** The backend whose back-off ends first, if one is backing off that is not to be avoided. */
    @Nullable
    Backend nextTrial(Collection<Backend> avoided) {
        while (true) {
            int place = members.winner(trials, avoided);
            if (place == SelectionTree.NONE) {
                return null;
            }
            Backend backend = members.at(place);
            if (backend != null) {
                return backend;
            }
            trialChanged(place);
        }
    }

    // What changes of them

    void loadChanged(Backend backend) {
        int place = members.placeOf(backend);
        if (place != Roster.ABSENT) {
            picker.changed(place);
            if (!backend.trusted()) {
                trialChanged(place);
            }
        }
    }

    void healthChanged(Backend backend) {
        int place = members.placeOf(backend);
        if (place != Roster.ABSENT) {
            changed(place);
        }
    }

    /** Anything may have changed of any of them. */
    void allChanged() {
        for (int place = 0; place < members.end(); place++) {
            changed(place);
        }
    }

    private void changed(int place) {
        availabilityChanged(place);
        picker.changed(place);
        trialChanged(place);
    }

    private void availabilityChanged(int place) {
        while (true) {
            int share = shareOf(members.at(place));
            if (share == available.share(place)) {
                return;
            }
            available.setShare(place, share);
            available.refresh(place);
        }
    }

    private void trialChanged(int place) {
        while (true) {
            Backend backend = members.at(place);
            boolean triable = backend != null && backend.triable();
            long end = backend == null ? 0 : backend.retryAtNanos();
            if (triable == trials.contains(place) && end == trials.key(place)) {
                return;
            }
            trials.setKey(place, end);
            trials.setContained(place, triable);
            trials.refresh(place);
        }
    }
}
