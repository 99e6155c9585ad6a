package dev.evenkeel.balancer.config;

/**
 * What a client may send, and how many may come.
 *
 * @param head limits of the request head
 * @param body longest request body in bytes, {@link Long#MAX_VALUE} for unlimited; 413 beyond
 * @param readAhead bytes of further pipelined requests kept while one is being answered; reading stops there
 * @param connections most connections open at once, {@link Integer#MAX_VALUE} for unlimited
 */
public record LimitsConfig(HeadLimits head, long body, int readAhead, int connections) {}
