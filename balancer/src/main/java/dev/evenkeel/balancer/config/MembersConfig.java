package dev.evenkeel.balancer.config;

import java.util.List;
import java.util.Map;

/**
 * The backends of a pool, as the file gives them.
 *
 * @param backends in the order of the file, no address and no name twice; may be empty
 * @param ofAddresses what holds for single addresses of a host name in place of what its entry says, by their ids, as
 *     {@link ResolvedId} makes them; the address in it is that of the entry
 * @param maxConnections the limit of a backend that does not set its own, 1 or more,
 *     {@link Integer#MAX_VALUE} for unlimited; already applied to {@code backends}
 * @param resolve how host names are looked up
 * @param health what becomes of a backend that fails
 */
public record MembersConfig(
        List<BackendConfig> backends,
        Map<String, BackendConfig> ofAddresses,
        int maxConnections,
        ResolveConfig resolve,
        HealthConfig health) {

    /** The ids in {@code ofAddresses} that belong to an address such as {@code 10.0.0.1:80}. */
    public List<String> changedAt(String address) {
        return ofAddresses.entrySet().stream()
                .filter(one -> one.getValue().address() instanceof Address.Host host
                        && ResolvedId.addressOf(one.getKey(), host).equals(address))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** These settings for other backends. */
    MembersConfig with(List<BackendConfig> nextBackends) {
        return new MembersConfig(nextBackends, ofAddresses, maxConnections, resolve, health);
    }

    /** These with other settings for single addresses of host names. */
    MembersConfig with(Map<String, BackendConfig> nextOfAddresses) {
        return new MembersConfig(backends, Map.copyOf(nextOfAddresses), maxConnections, resolve, health);
    }
}
