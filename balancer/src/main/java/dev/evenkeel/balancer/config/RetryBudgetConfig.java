package dev.evenkeel.balancer.config;

/**
 * How many retries of a pool may be under way at once: the larger of the two.
 *
 * @param share of the requests under way, 0 to 1
 * @param minimum allowed always, 0 or more
 */
public record RetryBudgetConfig(double share, int minimum) {}
