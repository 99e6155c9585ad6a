package dev.evenkeel.balancer.config;

import java.time.Duration;

/**
 * From which share of failures on a backend is ejected.
 *
 * @param share above 0, to 1; more than 1 for never
 * @param window the time over which requests are counted
 * @param minimumRequests how many there have to be in it, 1 or more
 */
public record FailureRatioConfig(double share, Duration window, int minimumRequests) {}
