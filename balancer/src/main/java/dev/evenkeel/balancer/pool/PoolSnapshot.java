package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.policy.BalancingPolicy;
import java.util.List;

/** The backends of a pool between two changes, and the choice among them. The list never changes. */
public final class PoolSnapshot {
    private static final int NOT_COUNTED = -1;

    private final List<Backend> backends;
    private final List<BackendSpec> specs;
    private final Selection selection;

    /** Counted when it is asked for first, which is when a backend fails: rarely, and then by any thread. */
    private int ready = NOT_COUNTED;

    private PoolSnapshot(List<Backend> backends, List<BackendSpec> specs, Selection selection) {
        this.backends = List.copyOf(backends);
        this.specs = List.copyOf(specs);
        this.selection = selection;
    }

    /** Without backends. */
    static PoolSnapshot empty(BalancingPolicy policy) {
        return new PoolSnapshot(List.of(), List.of(), new Selection(List.of(), policy));
    }

    /** After a change; with the same selection, if that can follow it and chooses by this policy. */
    PoolSnapshot after(Membership change, BalancingPolicy policy) {
        Selection next = selection.policy().equals(policy) && selection.canFollow(change)
                ? selection
                : new Selection(change.backends(), policy);
        return new PoolSnapshot(change.backends(), change.specs(), next);
    }

    /** The backends in their order. */
    public List<Backend> backends() {
        return backends;
    }

    /** How many of the backends are ready. */
    int ready() {
        int counted = ready;
        if (counted == NOT_COUNTED) {
            counted = (int) specs.stream()
                    .filter(spec -> spec.state() == BackendConfig.State.READY)
                    .count();
            ready = counted;
        }
        return counted;
    }

    /** What was wished of each of the backends, in the same order. */
    List<BackendSpec> specs() {
        return specs;
    }

    /** The choice among them. */
    Selection selection() {
        return selection;
    }
}
