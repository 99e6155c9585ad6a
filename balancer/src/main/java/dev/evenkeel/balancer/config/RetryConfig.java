package dev.evenkeel.balancer.config;

/**
 * When a request is tried again on another backend.
 *
 * @param attempts tries in all, the first included; 1 for no retry
 * @param budget how many retries may be under way at once
 * @param onStatus responses after which a request that may be repeated is tried again
 * @param unsafeMethods whether requests that RFC 9110 §9.2.2 does not call idempotent may be repeated
 *     after bytes of them were sent
 * @param bodyBuffer bytes of a request body kept for another try; with a longer body there is none
 */
public record RetryConfig(
        int attempts, RetryBudgetConfig budget, StatusSet onStatus, boolean unsafeMethods, int bodyBuffer) {}
