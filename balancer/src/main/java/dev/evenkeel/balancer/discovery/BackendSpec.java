package dev.evenkeel.balancer.discovery;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.Endpoints;
import java.net.SocketAddress;

/**
 * One backend as a source describes it.
 *
 * @param id unique in its pool, and the same as long as it is the same backend
 * @param endpoints where it listens, resolved: an IP address and port or a Unix-domain socket
 * @param weight its share of the requests, 0 (none) to 1000
 * @param maxConnections most requests at once, 1 or more, {@link Integer#MAX_VALUE} for unlimited
 * @param backup used only while no other is available
 * @param state whether it takes requests
 */
public record BackendSpec(
        String id,
        Endpoints<SocketAddress> endpoints,
        int weight,
        int maxConnections,
        boolean backup,
        BackendConfig.State state) {
    /** The greatest weight. */
    public static final int MAX_WEIGHT = 1000;

    public BackendSpec {
        requireNonNull(id, "id");
        requireNonNull(endpoints, "endpoints");
        requireNonNull(state, "state");
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to " + MAX_WEIGHT + ")");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections: " + maxConnections + " (expected: 1 or more)");
        }
    }

    /** One that is checked where requests go. */
    public BackendSpec(
            String id,
            SocketAddress address,
            int weight,
            int maxConnections,
            boolean backup,
            BackendConfig.State state) {
        this(id, new Endpoints<>(address, null), weight, maxConnections, backup, state);
    }

    /** Where requests go. */
    public SocketAddress address() {
        return endpoints.traffic();
    }
}
