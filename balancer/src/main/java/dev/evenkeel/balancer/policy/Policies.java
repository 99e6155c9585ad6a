package dev.evenkeel.balancer.policy;

import dev.evenkeel.balancer.config.PolicyConfig;
import java.util.Map;
import java.util.function.Supplier;

/** The policies there are. A new one is a file of its own and a line here. */
public final class Policies {
    private static final Map<String, Supplier<BalancingPolicy>> BY_NAME = Map.of(
            "round-robin", RoundRobin::new,
            "least-connections", LeastConnections::new,
            "random-two", RandomTwo::new,
            "first", First::new);

    private Policies() {}

    /**
     * The policy that a configuration asks for.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static BalancingPolicy policy(PolicyConfig config) {
        Supplier<BalancingPolicy> policy = BY_NAME.get(config.name());
        if (policy == null) {
            throw new IllegalArgumentException(
                    "policy: " + config.name() + " (expected: one of " + String.join(", ", PolicyConfig.NAMES) + ")");
        }
        return policy.get();
    }
}
