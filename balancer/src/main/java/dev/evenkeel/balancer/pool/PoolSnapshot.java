package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.ResolvedId;
import dev.evenkeel.balancer.policy.BalancingPolicy;
import dev.evenkeel.balancer.policy.Choice;
import dev.evenkeel.balancer.policy.Roster;
import dev.evenkeel.balancer.policy.SelectionTree;
import dev.evenkeel.health.Trust;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backends of a pool between two changes, and the choice among them. The list never changes; which of them are
 * eligible does, and is kept in trees so that no choice has to look at all of them.
 */
public final class PoolSnapshot {
    private final List<Backend> backends;
    private final BalancingPolicy policy;
    private final Roster<Backend> roster;
    private final Tier primaries;
    private final Tier backups;

    /** Takes part: the backends that a trial may bring back. The key is the end of the back-off. */
    private final SelectionTree trials;

    PoolSnapshot(List<Backend> backends, BalancingPolicy policy) {
        this.backends = List.copyOf(backends);
        this.policy = policy;
        roster = new Roster<>(this.backends);
        primaries = new Tier(roster.only(backend -> !backend.backup()), policy);
        backups = new Tier(roster.only(Backend::backup), policy);
        trials = new SelectionTree(backends.size());
        for (int place = 0; place < this.backends.size(); place++) {
            Backend backend = this.backends.get(place);
            trials.begin(place, backend.health().status().retryAtNanos(), backend.triable());
        }
        trials.refreshAll();
    }

    /** The backends in their order. */
    public List<Backend> backends() {
        return backends;
    }

    /** The backend of this id, or null. */
    public @Nullable Backend find(String id) {
        for (Backend backend : backends) {
            if (backend.id().equals(id)) {
                return backend;
            }
        }
        return null;
    }

    /** The backend of this id, or those of the addresses of the entry with a host name that has it. */
    public List<Backend> named(String id) {
        Backend backend = find(id);
        return backend == null
                ? backends.stream()
                        .filter(one -> id.equals(ResolvedId.entryOf(one.id())))
                        .toList()
                : List.of(backend);
    }

    /** By which the choice is made. */
    BalancingPolicy policy() {
        return policy;
    }

    /** Reads the state of every backend anew: for what changed between the building and the publishing. */
    void refresh() {
        primaries.allChanged();
        backups.allChanged();
        for (int place = 0; place < backends.size(); place++) {
            trialChanged(place, backends.get(place));
        }
    }

    /** Takes room at an eligible backend, one not to be avoided if there is one. */
    @Nullable
    Backend take(Collection<Backend> avoided) {
        Backend backend = takeAround(avoided);
        return backend == null && !avoided.isEmpty() ? takeAround(List.of()) : backend;
    }

    private @Nullable Backend takeAround(Collection<Backend> avoided) {
        Backend backend = primaries.take(avoided);
        return backend == null && backupsServe() ? backups.take(avoided) : backend;
    }

    /** Whether no regular backend is up, be it full, so that the backups serve. */
    boolean backupsServe() {
        return !primaries.anyAvailable();
    }

    /** Says whom the policy would choose now, and why; takes nothing. Null if no backend is eligible. */
    @Nullable
    Choice<Backend> explain() {
        return (backupsServe() ? backups : primaries).explain();
    }

    /** Whether a backend is up, be it full. */
    boolean anyAvailable() {
        return primaries.anyAvailable() || backups.anyAvailable();
    }

    /** The backend whose back-off ends first, if one is backing off that is not to be avoided. */
    @Nullable
    Backend nextTrial(Collection<Backend> avoided) {
        int place = avoided.isEmpty()
                ? trials.winner()
                : trials.winner(candidate -> avoided.contains(backends.get(candidate)));
        return place == SelectionTree.NONE ? null : backends.get(place);
    }

    /** A lease was taken or given back. */
    void loadChanged(Backend backend) {
        (backend.backup() ? backups : primaries).loadChanged(backend);
        if (backend.health().status().standing().trust() != Trust.FULL) {
            trialChanged(backend);
        }
    }

    /** The health of a backend changed, or its place in the pool. */
    void healthChanged(Backend backend) {
        (backend.backup() ? backups : primaries).healthChanged(backend);
        trialChanged(backend);
    }

    private void trialChanged(Backend backend) {
        int place = roster.placeOf(backend);
        if (place != Roster.ABSENT) {
            trialChanged(place, backend);
        }
    }

    private void trialChanged(int place, Backend backend) {
        while (true) {
            boolean triable = backend.triable();
            long end = backend.health().status().retryAtNanos();
            if (triable == trials.contains(place) && end == trials.key(place)) {
                return;
            }
            trials.setKey(place, end);
            trials.setContained(place, triable);
            trials.refresh(place);
        }
    }
}
