package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.policy.Choice;
import dev.evenkeel.balancer.pool.PoolExplanation.Candidacy;
import dev.evenkeel.balancer.pool.PoolExplanation.Pick;
import dev.evenkeel.balancer.pool.PoolExplanation.Prospect;
import dev.evenkeel.health.Condition;
import dev.evenkeel.health.HealthStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says what {@link Pool#tryAcquire} would do with a request that comes now, in the same order, from the same snapshot and
 * by the same conditions, and takes nothing: neither turn nor room nor trial.
 */
final class PoolExplainer {
    private final Pool pool;
    private final boolean repeatable;
    private final PoolSnapshot snapshot;

    PoolExplainer(Pool pool, boolean repeatable) {
        this.pool = pool;
        this.repeatable = repeatable;
        snapshot = pool.snapshot();
    }

    PoolExplanation explain(int limit) {
        Pick pick = pick();
        List<Backend> backends = snapshot.backends();
        var candidates = new ArrayList<Candidacy>();
        int eligible = 0;
        for (Backend backend : backends) {
            Candidacy candidacy = candidacy(backend);
            eligible += candidacy.eligible() ? 1 : 0;
            if (candidates.size() < limit || backend.equals(pick.backend())) {
                candidates.add(candidacy);
            }
        }
        return new PoolExplanation(
                pool.admission(), pool.waiting(), List.copyOf(candidates), backends.size(), eligible, pick);
    }

    // Who would get the request

    private Pick pick() {
        int waiting = pool.waiting();
        if (waiting > 0) {
            return new Pick(Prospect.LATER, null, "It waits in the queue: " + waiting + " requests came before it.");
        }
        Backend due = pool.config().retry().attempts() > 1 ? dueTrial() : null;
        if (due != null) {
            return new Pick(
                    Prospect.NOW,
                    due,
                    repeatable
                            ? "Its back-off has ended, so one request that may be repeated finds out whether it works, and"
                                    + " could be tried elsewhere."
                            : "Its back-off has ended, and no request that may be repeated came to find out whether it"
                                    + " works: so this one does, though it may not.");
        }
        Choice<Backend> choice = snapshot.selection().explain();
        if (choice != null) {
            return new Pick(Prospect.NOW, choice.candidate(), choice.why());
        }
        return snapshot.selection().anyAvailable() ? allFull() : lastResort();
    }

    private @Nullable Backend dueTrial() {
        Backend next = snapshot.selection().nextTrial(List.of());
        return next == null || pool.nanosToTrial(next) > Pool.latestTrial(repeatable) ? null : next;
    }

    private Pick allFull() {
        boolean backupsStandBy = !snapshot.selection().backupsServe()
                && snapshot.backends().stream().anyMatch(Backend::backup);
        return new Pick(
                Prospect.LATER,
                null,
                "It waits in the queue: every backend that is up is at its limit"
                        + (backupsStandBy ? ", and backups only serve where none is up." : "."));
    }

    private Pick lastResort() {
        Backend next = snapshot.selection().nextTrial(List.of());
        if (next == null) {
            return new Pick(Prospect.NONE, null, "No backend can take it: it waits in the queue for one, then fails.");
        }
        return new Pick(
                Prospect.NOW, next, "No backend is up, and its back-off ends first: nothing is lost by asking it.");
    }

    // What speaks for and against each

    private Candidacy candidacy(Backend backend) {
        Obstacle obstacle = backend.obstacle();
        if (obstacle != Obstacle.NONE) {
            return new Candidacy(backend, false, because(backend, obstacle));
        }
        if (backend.backup() && !snapshot.selection().backupsServe()) {
            return new Candidacy(backend, false, "It is a backup, and a regular backend is up.");
        }
        return new Candidacy(backend, true, "It can take a request" + inSpite(backend) + ".");
    }

    private String because(Backend backend, Obstacle obstacle) {
        return switch (obstacle) {
            case NONE -> "";
            case NOT_READY -> "It is " + lower(backend.state()) + ".";
            case NO_WEIGHT -> "Its weight is 0.";
            case HEALTH -> unhealthy(backend);
            case FULL -> "It is at its limit: " + backend.inFlight() + " requests of " + backend.maxConnections() + ".";
        };
    }

    private String unhealthy(Backend backend) {
        HealthStatus health = backend.health().status();
        String sentence = Sentence.of("It is " + lower(health.condition()) + ": " + health.reason());
        boolean due = health.condition() == Condition.BACKING_OFF
                && pool.nanosToTrial(backend) <= Pool.latestTrial(repeatable);
        return due ? sentence + " Its back-off has ended: a request is to find out whether it works." : sentence;
    }

    private static String inSpite(Backend backend) {
        return switch (backend.health().status().judgement().verdict()) {
            case FAILED -> ", though its checks fail: so many do that they are not believed";
            case UNKNOWN -> ", though no check has ended: no other backend is up";
            case UNCHECKED, PASSED, AWAITED, STILL_AWAITED -> "";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
