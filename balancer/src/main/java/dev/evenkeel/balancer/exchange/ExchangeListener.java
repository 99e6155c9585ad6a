package dev.evenkeel.balancer.exchange;

/** Hears of the end of exchanges. */
@FunctionalInterface
public interface ExchangeListener {
    /**
     * An exchange is over: called exactly once for each, on its event loop, while the head of its request is still there.
     * Must not block, nor keep the exchange or its heads.
     */
    void finished(Exchange exchange);
}
