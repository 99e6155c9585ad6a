package dev.evenkeel.bench.nodrop.proxy;

/**
 * A backend as a configuration names it.
 *
 * @param port of the loopback address
 * @param weight its share of the requests
 * @param backup used only while no other is available
 * @param maxConnections most requests at once, {@link Integer#MAX_VALUE} for unlimited
 */
public record Member(int port, int weight, boolean backup, int maxConnections) {
    /** The address, which is its id too. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The same with another weight. */
    public Member withWeight(int newWeight) {
        return new Member(port, newWeight, backup, maxConnections);
    }
}
