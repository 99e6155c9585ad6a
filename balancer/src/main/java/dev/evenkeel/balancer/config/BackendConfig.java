package dev.evenkeel.balancer.config;

/**
 * One backend, or, if the address is a host name, each of the addresses that the name has.
 *
 * @param endpoints where it listens; ports 1 to 65535; for checks no host name
 * @param name its id: the address unless the file names it
 * @param weight its share of the requests, 0 (none) to 1000
 * @param maxConnections most requests at once, 1 or more, {@link Integer#MAX_VALUE} for unlimited
 * @param backup used only while no other is available
 * @param state whether it takes requests
 */
public record BackendConfig(
        Endpoints<Address> endpoints, String name, int weight, int maxConnections, boolean backup, State state) {

    /** One that is checked where requests go. */
    public BackendConfig(Address address, String name, int weight, int maxConnections, boolean backup, State state) {
        this(new Endpoints<>(address, null), name, weight, maxConnections, backup, state);
    }

    /** Where requests go. */
    public Address address() {
        return endpoints.traffic();
    }

    /** Whether a backend takes requests. */
    public enum State {
        /** It does, if it is healthy. */
        READY,
        /** It finishes those that it has. */
        DRAINING,
        /** It finishes those that it has, and is not checked: somebody works on it. */
        MAINTENANCE
    }
}
