package dev.evenkeel.balancer.exchange;

/**
 * What the exchanges of one listener have in common.
 *
 * @param listenerName the name of the listener in the configuration
 * @param via whether responses that are forwarded tell so in {@code Via}
 * @param errorPages how failures are shown to clients
 * @param listener hears of the end of each exchange
 */
public record ExchangeContext(String listenerName, boolean via, ErrorPages errorPages, ExchangeListener listener) {}
