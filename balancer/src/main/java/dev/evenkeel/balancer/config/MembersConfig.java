package dev.evenkeel.balancer.config;

import java.util.List;

/**
 * The backends of a pool, as the file gives them.
 *
 * @param backends in the order of the file, no address and no name twice; may be empty
 * @param maxConnections the limit of a backend that does not set its own, 1 or more,
 *     {@link Integer#MAX_VALUE} for unlimited; already applied to {@code backends}
 * @param resolve how host names are looked up
 * @param health what becomes of a backend that fails
 */
public record MembersConfig(
        List<BackendConfig> backends, int maxConnections, ResolveConfig resolve, HealthConfig health) {}
