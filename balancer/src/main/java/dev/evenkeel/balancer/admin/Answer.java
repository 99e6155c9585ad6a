package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.exchange.Exchange;

/** What a call is answered with. */
@FunctionalInterface
interface Answer {
    /** Answers; on the loop of the exchange. */
    void send(Exchange exchange);
}
