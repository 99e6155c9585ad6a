package dev.evenkeel.balancer.service;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.message.RequestHead;

/**
 * Answers requests. Serves many exchanges at the same time, each on its own event loop, so it must be safe for use by
 * several threads and must never block.
 */
public interface Service {
    /** The name by which routes call it. */
    String name();

    /**
     * Takes an exchange of which the request's head has come, and sees to it that it ends: now or later, with a response
     * or as a failure. Called on the exchange's event loop.
     */
    void serve(Exchange exchange);

    /** Says what {@link #serve} would do with a request, and does nothing of it. From any thread. */
    Preview preview(RequestHead request);
}
