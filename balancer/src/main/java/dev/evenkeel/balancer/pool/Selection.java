package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.policy.BalancingPolicy;
import dev.evenkeel.balancer.policy.Choice;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The choice among the backends of a pool. Which of them are eligible is kept in trees, so that no choice has to look at all
 * of them; and it follows single backends that come and go, so that of ten thousand only those are looked at. One thread at a
 * time lets them come and go; all else is for any.
 */
final class Selection {
    private final BalancingPolicy policy;
    private final Tier primaries;
    private final Tier backups;

    Selection(List<Backend> backends, BalancingPolicy policy) {
        this.policy = policy;
        primaries = new Tier(only(backends, backend -> !backend.backup()), policy);
        backups = new Tier(only(backends, Backend::backup), policy);
    }

    private static List<Backend> only(List<Backend> backends, Predicate<Backend> wanted) {
        return backends.stream().filter(wanted).toList();
    }

    /** By which the choice is made. */
    BalancingPolicy policy() {
        return policy;
    }

    // Who there is

    /** Whether {@link #follow} can, without taking up more or less room: else a new selection is to be made. */
    boolean canFollow(Membership change) {
        long backupsComing = change.came().stream().filter(Backend::backup).count();
        long backupsLeaving = change.left().stream().filter(Backend::backup).count();
        return change.keepsOrder()
                && primaries.fits(
                        change.came().size() - backupsComing, change.left().size() - backupsLeaving)
                && backups.fits(backupsComing, backupsLeaving);
    }

    /** Lets backends come and go; those that go have retired. */
    void follow(Membership change) {
        change.left().forEach(backend -> tierOf(backend).remove(backend));
        change.came().forEach(backend -> tierOf(backend).add(backend));
        change.altered().forEach(this::healthChanged);
    }

    private Tier tierOf(Backend backend) {
        return backend.backup() ? backups : primaries;
    }

    /** Reads the state of every backend anew. */
    void refresh() {
        primaries.allChanged();
        backups.allChanged();
    }

    // The choice

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
        Backend regular = primaries.nextTrial(avoided);
        Backend backup = backups.nextTrial(avoided);
        if (regular == null || backup == null) {
            return regular == null ? backup : regular;
        }
        return backup.retryAtNanos() - regular.retryAtNanos() < 0 ? backup : regular;
    }

    // What changes

    /** A lease was taken or given back. */
    void loadChanged(Backend backend) {
        tierOf(backend).loadChanged(backend);
    }

    /** The health of a backend changed, or its place in the pool. */
    void healthChanged(Backend backend) {
        tierOf(backend).healthChanged(backend);
    }
}
