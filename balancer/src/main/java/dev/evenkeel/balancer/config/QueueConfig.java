package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * Where requests wait while every backend of a pool is at its limit.
 *
 * @param length how many may wait, 0 for none; 503 beyond
 * @param timeout how long one may wait, above zero; 503 beyond
 */
public record QueueConfig(int length, Duration timeout) {}
